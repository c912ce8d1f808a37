/* SPDX-License-Identifier: MIT */
/* HTTP-date in its three forms, RFC 9110 section 5.6.7. Pure functions; no clock is read, no locale is used. */
#ifndef CHECK_DATE_H
#define CHECK_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum check_date_form {
    CHECK_DATE_IMF = 0, /* Sun, 06 Nov 1994 08:49:37 GMT */
    CHECK_DATE_RFC850,  /* Sunday, 06-Nov-94 08:49:37 GMT: obsolete */
    CHECK_DATE_ASCTIME, /* Sun Nov  6 08:49:37 1994: obsolete */
} check_date_form;

/* The numbers as they are written; whether there is such a date is check_date_exists()'s business. */
typedef struct check_date {
    uint16_t year; /* 0 … 99 in CHECK_DATE_RFC850, else 0 … 9999 */
    uint8_t month; /* 1 … 12 */
    uint8_t day;   /* 0 … 99, as are hour, minute and second */
    uint8_t hour, minute, second;
    uint8_t weekday; /* 0 for Sunday … 6 */
    uint8_t form;    /* check_date_form */
} check_date;

/* Read a value as an HTTP-date.
 *
 *   value  [len] bytes, without white space around them
 *   date   receives the numbers; only of use when the value fits
 *
 * Returns CHECK_FITS, or the offset of the first byte that doesn't fit the form that the value starts like. */
size_t check_http_date(const uint8_t *value, size_t len, check_date *date);

/* Whether the month has that day, the time is within a day (23:59:60 is, for leap seconds), and the day of the week is
 * the date's. A year of two digits leaves the century open, so its day of the week is not judged. */
bool check_date_exists(const check_date *date);

/* A number that grows with time, for comparing dates that exist and are not CHECK_DATE_RFC850. */
uint64_t check_date_order(const check_date *date);

#endif
