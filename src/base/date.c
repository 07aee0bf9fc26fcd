/* base/date: the calendar as a count of days; the header has the method. */
#include "base/date.h"

#include <stddef.h>

enum { ERA_YEARS = 400, ERA_DAYS = 146097, DAY_SECONDS = 86400 };
/* Days from 1 March of the year 0, where eras begin, to 1 January 1970. */
enum { ERA_TO_1970 = 719468 };

/* Rounds towards minus infinity, as the days before 1970 need it. */
static int64_t divide_floor(int64_t a, int64_t b) { return (a >= 0 ? a : a - b + 1) / b; }

/* The first day of a month, counted from March = 0, in a year that begins in March. */
static int64_t first_day(int64_t month) { return (153 * month + 2) / 5; }

struct date date_civil(int64_t seconds)
{
    int64_t days = divide_floor(seconds, DAY_SECONDS);
    int64_t rest = seconds - days * DAY_SECONDS;
    days += ERA_TO_1970;
    int64_t era = divide_floor(days, ERA_DAYS);
    int64_t of_era = days - era * ERA_DAYS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * of_year + 2) / 153; /* March is 0 */
    bool next_year = month >= 10;            /* January and February */
    return (struct date){ .year = (int)(year + era * ERA_YEARS + next_year),
                          .month = (int)(next_year ? month - 9 : month + 3),
                          .day = (int)(of_year - first_day(month) + 1),
                          .hour = (int)(rest / 3600),
                          .minute = (int)(rest / 60 % 60),
                          .second = (int)(rest % 60) };
}

/* The days from 1970 to a day of the calendar. */
static int64_t days_to(int64_t year, int64_t month, int64_t day)
{
    bool next_year = month <= 2;
    year -= next_year;
    int64_t era = divide_floor(year, ERA_YEARS);
    int64_t of_era = year - era * ERA_YEARS;
    int64_t of_year = first_day(next_year ? month + 9 : month - 3) + day - 1;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - ERA_TO_1970;
}

/* Reads `n` digits at *s as a number and moves behind them; false if they are not there. */
static bool read_digits(const char **s, int n, int64_t *number)
{
    for (*number = 0; n > 0; n--, ++*s) {
        if (**s < '0' || **s > '9')
            return false;
        *number = *number * 10 + (**s - '0');
    }
    return true;
}

/* Reads a hyphen and two digits; true, with *number as it was, where there is no hyphen. */
static bool read_part(const char **s, int64_t *number)
{
    if (**s != '-')
        return true;
    ++*s;
    return read_digits(s, 2, number);
}

bool date_read(const char *s, int64_t *seconds)
{
    int64_t year, month = 1, day = 1;
    if (!s || !read_digits(&s, 4, &year) || !read_part(&s, &month) || !read_part(&s, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *seconds = days_to(year, month, day) * DAY_SECONDS;
    return true;
}
