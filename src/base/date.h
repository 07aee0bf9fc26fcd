/* base/date: days of the calendar (Gregorian, also before it was made) and seconds since 1970, in
 * universal time: no time zone and no locale has a say.
 *
 * After Howard Hinnant, "chrono-compatible low-level date algorithms": a year begins in March, so
 * that the leap day is its last; 400 years, an era, are 146097 days.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* A moment as the calendar and the clock say it. */
struct date {
    int year;
    int month; /* 1..12 */
    int day;   /* 1..31 */
    int hour, minute, second;
};

/* The last second of the year 9999: later ones have no four digits for the year. */
#define DATE_LAST ((int64_t)253402300799)

/* Splits seconds since 1970, which may be negative. */
struct date date_civil(int64_t seconds);
/* Reads an ISO 8601 date, YYYY[-MM[-DD]], as the seconds from 1970 to its midnight; what follows
 * the day is not looked at.  False when `s` is NULL or no such date. */
bool date_read(const char *s, int64_t *seconds);

#endif
