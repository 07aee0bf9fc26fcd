/* lang/address: an address as people write it becomes the URI that a PDF may hold, 7-bit ASCII (RFC 3987, 3.1; ISO 32000-1, 12.6.4.7).
 *
 *   HTTPS://jalapeño.example/año?q=ñ#ó  ─►  https://xn--jalapeo-9za.example/a%C3%B1o?q=%C3%B1#%C3%B3
 *   mailto:ana.núñez@jalapeño.example   ─►  mailto:ana.n%C3%BA%C3%B1ez@xn--jalapeo-9za.example
 *
 * A host goes through IDNA (UTS #46, nontransitional), since a resolver does not read percent signs.
 */
#include "lang/inner.h"

#include <string.h>
#include <strings.h>
#include <unicode/uidna.h>

enum { HOST_MOST = 255 };

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

/* Bytes as a URI has them: what is no character of one (RFC 3986, 2), and a % that encodes nothing, percent-encoded. */
static void add_encoded(struct buffer *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        bool stray = c == '%' && !(i + 2 < n && is_hex(text[i + 1]) && is_hex(text[i + 2]));
        if (c <= ' ' || c >= 0x7F || stray || strchr("\"<>\\^`{|}", c))
            buffer_printf(out, "%%%02X", c);
        else
            buffer_add_char(out, (char)c);
    }
}

static bool is_ascii(const char *text, size_t n)
{
    while (n > 0 && (unsigned char)text[n - 1] < 0x80)
        n--;
    return n == 0;
}

/* A host in ASCII; one that IDNA does not know, percent-encoded, is left to whoever opens it. */
static void add_host(struct buffer *out, const char *host, size_t n)
{
    char ascii[HOST_MOST + 1];
    UErrorCode e = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    if (is_ascii(host, n) || n > HOST_MOST) {
        add_encoded(out, host, n);
        return;
    }
    UIDNA *idna = uidna_openUTS46(
        UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &e);
    int32_t length = uidna_nameToASCII_UTF8(idna, host, (int32_t)n, ascii, HOST_MOST, &info, &e);
    uidna_close(idna);
    if (e == U_MEMORY_ALLOCATION_ERROR)
        arena_out_of_memory(out->arena);
    if (U_SUCCESS(e) && !info.errors)
        buffer_add(out, ascii, (size_t)length);
    else
        add_encoded(out, host, n);
}

/* [user@]host[:port] */
static void add_authority(struct buffer *out, const char *text, size_t n)
{
    size_t user = 0, port = n;
    for (size_t i = 0; i < n; i++)
        user = text[i] == '@' ? i + 1 : user;
    while (port > user && text[port - 1] >= '0' && text[port - 1] <= '9')
        port--;
    port = port > user && text[port - 1] == ':' ? port - 1 : n;
    add_encoded(out, text, user);
    add_host(out, text + user, port - user);
    add_encoded(out, text + port, n - port);
}

/* user@host[,user@host] */
static void add_mail(struct buffer *out, const char *text, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        const char *comma = memchr(text + i, ',', n - i);
        size_t stop = comma ? (size_t)(comma - text) : n;
        const char *at = memchr(text + i, '@', stop - i);
        size_t host = at ? (size_t)(at - text) + 1 : stop;
        end = comma ? stop + 1 : n;
        add_encoded(out, text + i, host - i);
        add_host(out, text + host, stop - host);
        add_encoded(out, text + stop, end - stop);
    }
}

static const struct {
    const char *scheme;
    const char *until; /* what ends the part that holds hosts */
    void (*add)(struct buffer *, const char *, size_t);
} schemes[] = {
    { "http://", "/?#", add_authority },
    { "https://", "/?#", add_authority },
    { "mailto:", "?#", add_mail },
    { "tel:", "", NULL },
};
enum { SCHEMES = sizeof schemes / sizeof *schemes };

/* The row of an address, SCHEMES when its scheme is none of ours (RFC 3986, 3.1: case does not matter). */
static size_t scheme_of(const char *address)
{
    size_t i = 0;
    while (i < SCHEMES && strncasecmp(address, schemes[i].scheme, strlen(schemes[i].scheme)) != 0)
        i++;
    return i;
}

bool lang_is_address(const char *address)
{
    size_t i = scheme_of(address);
    return i < SCHEMES && address[strlen(schemes[i].scheme)];
}

void lang_add_address(struct buffer *out, const char *address)
{
    size_t i = scheme_of(address), n = i < SCHEMES ? strlen(schemes[i].scheme) : 0;
    const char *rest = address + n;
    if (n)
        buffer_add(out, schemes[i].scheme, n);
    if (n && schemes[i].add) {
        size_t hosts = strcspn(rest, schemes[i].until);
        schemes[i].add(out, rest, hosts);
        rest += hosts;
    }
    add_encoded(out, rest, strlen(rest));
}
