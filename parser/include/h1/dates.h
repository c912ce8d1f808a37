/* SPDX-License-Identifier: MIT */
/* HTTP-date in its three forms. No clock is read, no locale is used. The manner of all functions is told in h1/words.h.
 */
#ifndef H1_DATES_H
#define H1_DATES_H

#include <h1/words.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum h1_date_form {
    H1_DATE_IMF = 0, /* Sun, 06 Nov 1994 08:49:37 GMT */
    H1_DATE_RFC850,  /* Sunday, 06-Nov-94 08:49:37 GMT: obsolete */
    H1_DATE_ASCTIME, /* Sun Nov  6 08:49:37 1994: obsolete */
} h1_date_form;

/* A date and time in UTC. */
typedef struct h1_date {
    uint16_t year; /* 0 … 9999; in H1_DATE_RFC850 0 … 99, until h1_date_settle() */
    uint8_t month; /* 1 … 12 */
    uint8_t day;   /* 1 … 31 */
    uint8_t hour, minute, second;
    uint8_t weekday; /* 0 for Sunday … 6 */
    uint8_t form;    /* h1_date_form it was read from */
} h1_date;

/* HTTP-date, in any of its forms.
 *
 *   date  receives the numbers, also with H1_VALUE_RULED_OUT
 *
 * Ruled out are days that a month doesn't have, times that a day doesn't have (23:59:60 it has), and a day of the week
 * that isn't the date's; bad is the start of the part that says so. A year of two digits leaves the century open, so
 * there the day of the week is not judged, and 29 February of a year 00 is taken.
 * Source: RFC 9110 section 5.6.7. */
H1_API h1_value h1_date_read(const uint8_t *value, size_t len, h1_date *date, size_t *bad);

/* Give a year of two digits its century: that of the last such year which is at most fifty years ahead.
 *
 *   date      of form H1_DATE_RFC850; others stay as they are
 *   year_now  the current year, 1000 … 9949
 *
 * Returns false where the date then doesn't exist, or its day of the week isn't what was written.
 * Source: RFC 9110 section 5.6.7. */
H1_API bool h1_date_settle(h1_date *date, uint16_t year_now);

/* Seconds since 1970-01-01 00:00:00 UTC, less before it; leap seconds are not counted, so 23:59:60 is the second after
 * it. For dates that exist and have their century. O(1). */
H1_API int64_t h1_date_seconds(const h1_date *date);

/* The date of a count of seconds since 1970. Returns false, and leaves the date alone, outside the years 0 to 9999.
 * O(1). */
H1_API bool h1_date_of(int64_t seconds, h1_date *date);

enum {
    H1_DATE_LEN = 29, /* bytes of an IMF-fixdate */
};

/* Write a date as IMF-fixdate, the one form that is sent.
 *
 *   date  exists and has its century; its weekday is not read but worked out
 *   out   [H1_DATE_LEN] bytes, no zero byte behind them
 *
 * Source: RFC 9110 section 5.6.7. */
H1_API void h1_date_write(const h1_date *date, uint8_t out[H1_DATE_LEN]);

#ifdef __cplusplus
}
#endif

#endif
