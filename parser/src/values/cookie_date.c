/* SPDX-License-Identifier: MIT */
/* The date of a cookie's Expires as user agents read it, RFC 6265 section 5.1.1. */
#include <string.h>

#include <h1/cookies.h>
#include <h1/dates.h>

#include "parser/src/bytes.h"
#include "parser/src/values/cursor.h"
#include "parser/src/values/date.h"

enum {
    FOUND_TIME = 1,
    FOUND_DAY = 2,
    FOUND_MONTH = 4,
    FOUND_YEAR = 8,
    FOUND_ALL = 15,
};

/* delimiter = %x09 / %x20-2F / %x3B-40 / %x5B-60 / %x7B-7E */
static bool is_delimiter(uint8_t byte)
{
    return byte == '\t' || (byte >= 0x20 && byte <= 0x2F) || (byte >= 0x3B && byte <= 0x40) ||
           (byte >= 0x5B && byte <= 0x60) || (byte >= 0x7B && byte <= 0x7E);
}

/* Between least and most digits; what follows them has to be none. */
static bool take_field(h1i_cursor *c, unsigned least, unsigned most, unsigned *value)
{
    uint32_t start = c->at;
    uint64_t number;

    if (!h1i_take_number(c, &number) || c->at - start < least || c->at - start > most)
        return false;
    *value = (unsigned)number;
    return true;
}

/* time       = hms-time ( non-digit *OCTET )
 * hms-time   = time-field ":" time-field ":" time-field
 * time-field = 1*2DIGIT
 * The end of a token stands for a non-digit, or no date as servers write it would have a year. */
static bool is_time(h1i_cursor token, h1_date *date)
{
    unsigned hour;
    unsigned minute;
    unsigned second;

    if (!take_field(&token, 1, 2, &hour) || !h1i_take_byte(&token, ':') || !take_field(&token, 1, 2, &minute) ||
        !h1i_take_byte(&token, ':') || !take_field(&token, 1, 2, &second))
        return false;
    date->hour = (uint8_t)hour;
    date->minute = (uint8_t)minute;
    date->second = (uint8_t)second;
    return true;
}

/* day-of-month = 1*2DIGIT ( non-digit *OCTET ) */
static bool is_day(h1i_cursor token, h1_date *date)
{
    unsigned day;

    if (!take_field(&token, 1, 2, &day))
        return false;
    date->day = (uint8_t)day;
    return true;
}

/* month = ( "jan" / "feb" / … ) *OCTET */
static bool is_month(h1i_cursor token, h1_date *date)
{
    for (uint8_t month = 0; token.len >= 3 && month < 12; month++) {
        if (h1_same_words(token.bytes, 3, (const uint8_t *)h1i_months[month], 3)) {
            date->month = (uint8_t)(month + 1);
            return true;
        }
    }
    return false;
}

/* year = 2*4DIGIT ( non-digit *OCTET ) */
static bool is_year(h1i_cursor token, h1_date *date)
{
    unsigned year;

    if (!take_field(&token, 2, 4, &year))
        return false;
    if (year <= 99)
        year += year >= 70 ? 1900 : 2000;
    date->year = (uint16_t)year;
    return true;
}

/* What a token is, of what is still to be found; 0 for nothing. */
static unsigned found_in(h1i_cursor token, unsigned found, h1_date *date)
{
    if ((found & FOUND_TIME) == 0 && is_time(token, date))
        return FOUND_TIME;
    if ((found & FOUND_DAY) == 0 && is_day(token, date))
        return FOUND_DAY;
    if ((found & FOUND_MONTH) == 0 && is_month(token, date))
        return FOUND_MONTH;
    return (found & FOUND_YEAR) == 0 && is_year(token, date) ? FOUND_YEAR : 0;
}

/* "Note that leap seconds cannot be represented in this syntax." The day of the week is a token like any other. */
static bool exists(h1_date *date)
{
    h1i_date_judgement judgement = h1i_date_judge(date);

    return date->year >= 1601 && date->second <= 59 &&
           (judgement == H1I_DATE_EXISTS || judgement == H1I_DATE_NO_WEEKDAY);
}

h1_value h1_cookie_date_read(const uint8_t *value, size_t len, int64_t *seconds, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    unsigned found = 0;
    h1_date date;

    memset(&date, 0, sizeof date);
    while (c.at < c.len) {
        uint32_t start = c.at;
        while (c.at < c.len && !is_delimiter(value[c.at]))
            c.at++;
        if (c.at > start)
            found |= found_in(h1i_cursor_of(value + start, c.at - start), found, &date);
        else
            c.at++;
    }
    if (found != FOUND_ALL || !exists(&date)) {
        c.ruled_out = true;
        return h1i_value_end(&c, false, bad);
    }
    *seconds = h1_date_seconds(&date);
    return h1i_value_end(&c, true, bad);
}
