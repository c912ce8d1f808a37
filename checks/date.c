/* SPDX-License-Identifier: MIT */
/* See date.h. */
#include "date.h"

#include "words.h"

#include <string.h>

static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const DAYS[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char *const LONG_DAYS[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/* Take the one of count words that stands under the cursor, byte for byte; where none does, the cursor goes to the
 * first byte with which none is left. */
static bool take_word(check_cursor *c, const char *const *words, uint8_t count, uint8_t *which)
{
    size_t start = c->at;
    size_t furthest = start;

    for (uint8_t i = 0; i < count; i++) {
        c->at = start;
        if (check_take_text(c, words[i])) {
            *which = i;
            return true;
        }
        furthest = c->at > furthest ? c->at : furthest;
    }
    c->at = furthest;
    return false;
}

static bool take_month(check_cursor *c, check_date *date)
{
    bool taken = take_word(c, MONTHS, 12, &date->month);

    date->month++;
    return taken;
}

static bool take_two(check_cursor *c, uint8_t *value)
{
    if (!check_take_digits(c, 2))
        return false;
    *value = (uint8_t)((c->bytes[c->at - 2] - '0') * 10 + (c->bytes[c->at - 1] - '0'));
    return true;
}

/* year = 4DIGIT */
static bool take_year(check_cursor *c, check_date *date)
{
    uint8_t century = 0;
    uint8_t rest = 0;

    if (!take_two(c, &century) || !take_two(c, &rest))
        return false;
    date->year = (uint16_t)(century * 100 + rest);
    return true;
}

/* time-of-day = hour ":" minute ":" second */
static bool take_time(check_cursor *c, check_date *date)
{
    return take_two(c, &date->hour) && check_take_byte(c, ':') && take_two(c, &date->minute) &&
           check_take_byte(c, ':') && take_two(c, &date->second);
}

/* IMF-fixdate = day-name "," SP date1 SP time-of-day SP GMT
 * date1       = day SP month SP year */
static bool take_imf(check_cursor *c, check_date *date)
{
    date->form = CHECK_DATE_IMF;
    return take_word(c, DAYS, 7, &date->weekday) && check_take_text(c, ", ") && take_two(c, &date->day) &&
           check_take_byte(c, ' ') && take_month(c, date) && check_take_byte(c, ' ') && take_year(c, date) &&
           check_take_byte(c, ' ') && take_time(c, date) && check_take_text(c, " GMT");
}

/* rfc850-date = day-name-l "," SP date2 SP time-of-day SP GMT
 * date2       = day "-" month "-" 2DIGIT */
static bool take_rfc850(check_cursor *c, check_date *date)
{
    uint8_t year = 0;

    date->form = CHECK_DATE_RFC850;
    if (!take_word(c, LONG_DAYS, 7, &date->weekday) || !check_take_text(c, ", ") || !take_two(c, &date->day) ||
        !check_take_byte(c, '-') || !take_month(c, date) || !check_take_byte(c, '-') || !take_two(c, &year))
        return false;
    date->year = year;
    return check_take_byte(c, ' ') && take_time(c, date) && check_take_text(c, " GMT");
}

/* 2DIGIT / ( SP 1DIGIT ) */
static bool take_padded_day(check_cursor *c, check_date *date)
{
    if (!check_take_byte(c, ' '))
        return take_two(c, &date->day);
    if (!check_take_digits(c, 1))
        return false;
    date->day = (uint8_t)(c->bytes[c->at - 1] - '0');
    return true;
}

/* asctime-date = day-name SP date3 SP time-of-day SP year
 * date3        = month SP ( 2DIGIT / ( SP 1DIGIT )) */
static bool take_asctime(check_cursor *c, check_date *date)
{
    date->form = CHECK_DATE_ASCTIME;
    return take_word(c, DAYS, 7, &date->weekday) && check_take_byte(c, ' ') && take_month(c, date) &&
           check_take_byte(c, ' ') && take_padded_day(c, date) && check_take_byte(c, ' ') && take_time(c, date) &&
           check_take_byte(c, ' ') && take_year(c, date);
}

/* HTTP-date = IMF-fixdate / rfc850-date / asctime-date: the fourth byte tells them apart. */
size_t check_http_date(const uint8_t *value, size_t len, check_date *date)
{
    check_cursor c = {value, len, 0};
    bool fitted = false;

    memset(date, 0, sizeof *date);
    if (len > 3 && check_is_alpha(value[3]))
        fitted = take_rfc850(&c, date);
    else if (len > 3 && value[3] == ' ')
        fitted = take_asctime(&c, date);
    else
        fitted = take_imf(&c, date);
    return check_verdict(&c, fitted);
}

static bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The day of the week of a date in the Gregorian calendar, by counting days from the first of March of year 0, which
 * was a Wednesday: February's odd length then comes last. */
static unsigned weekday_of(unsigned year, unsigned month, unsigned day)
{
    unsigned from_march = (month + 9) % 12;
    unsigned years = month > 2 ? year : year + 399;
    unsigned days = years * 365 + years / 4 - years / 100 + years / 400 + (from_march * 153 + 2) / 5 + day - 1;

    return (days + 3) % 7;
}

bool check_date_exists(const check_date *date)
{
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool two_digits = date->form == CHECK_DATE_RFC850;
    /* 1900 was no leap year and 2000 was: a year 00 gets the benefit of the doubt. */
    unsigned year = two_digits ? date->year + 2000u : date->year;
    unsigned last = lengths[date->month - 1] + (date->month == 2 && is_leap(year) ? 1u : 0u);

    if (date->day < 1 || date->day > last || date->hour > 23 || date->minute > 59 || date->second > 60)
        return false;
    return two_digits || weekday_of(year, date->month, date->day) == date->weekday;
}

uint64_t check_date_order(const check_date *date)
{
    uint64_t days = ((uint64_t)date->year * 12 + date->month) * 31 + date->day;

    return ((days * 24 + date->hour) * 60 + date->minute) * 61 + date->second;
}
