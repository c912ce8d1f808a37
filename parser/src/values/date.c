/* SPDX-License-Identifier: MIT */
/* HTTP-date: reading it. Whether there is such a date is date_calendar.c's business. */
#include "parser/src/values/date.h"

#include <string.h>

#include "parser/src/bytes.h"
#include "parser/src/values/cursor.h"

const char *const h1i_months[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
const char *const h1i_days[7] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
static const char *const LONG_DAYS[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/* Where the parts stand that may turn out not to exist. */
typedef struct places {
    uint32_t day, time;
} places;

/* Take the one of count words that stands under the cursor, byte for byte; where none does, the cursor goes to the
 * first byte with which none is left. */
static bool take_word(h1i_cursor *c, const char *const *words, uint8_t count, uint8_t *which)
{
    uint32_t start = c->at;
    uint32_t furthest = start;

    for (uint8_t i = 0; i < count; i++) {
        c->at = start;
        if (h1i_take_text(c, words[i])) {
            *which = i;
            return true;
        }
        furthest = c->at > furthest ? c->at : furthest;
    }
    c->at = furthest;
    return false;
}

static bool take_month(h1i_cursor *c, h1_date *date)
{
    bool taken = take_word(c, h1i_months, 12, &date->month);

    date->month++;
    return taken;
}

static bool take_two(h1i_cursor *c, uint8_t *value)
{
    if (!h1i_take_digits(c, 2))
        return false;
    *value = (uint8_t)((c->bytes[c->at - 2] - '0') * 10 + (c->bytes[c->at - 1] - '0'));
    return true;
}

/* day = 2DIGIT */
static bool take_day(h1i_cursor *c, h1_date *date, places *at)
{
    at->day = c->at;
    return take_two(c, &date->day);
}

/* year = 4DIGIT */
static bool take_year(h1i_cursor *c, h1_date *date)
{
    uint8_t century = 0;
    uint8_t rest = 0;

    if (!take_two(c, &century) || !take_two(c, &rest))
        return false;
    date->year = (uint16_t)(century * 100 + rest);
    return true;
}

/* time-of-day = hour ":" minute ":" second */
static bool take_time(h1i_cursor *c, h1_date *date, places *at)
{
    at->time = c->at;
    return take_two(c, &date->hour) && h1i_take_byte(c, ':') && take_two(c, &date->minute) && h1i_take_byte(c, ':') &&
           take_two(c, &date->second);
}

/* IMF-fixdate = day-name "," SP date1 SP time-of-day SP GMT
 * date1       = day SP month SP year */
static bool take_imf(h1i_cursor *c, h1_date *date, places *at)
{
    date->form = H1_DATE_IMF;
    return take_word(c, h1i_days, 7, &date->weekday) && h1i_take_text(c, ", ") && take_day(c, date, at) &&
           h1i_take_byte(c, ' ') && take_month(c, date) && h1i_take_byte(c, ' ') && take_year(c, date) &&
           h1i_take_byte(c, ' ') && take_time(c, date, at) && h1i_take_text(c, " GMT");
}

/* rfc850-date = day-name-l "," SP date2 SP time-of-day SP GMT
 * date2       = day "-" month "-" 2DIGIT */
static bool take_rfc850(h1i_cursor *c, h1_date *date, places *at)
{
    uint8_t year = 0;

    date->form = H1_DATE_RFC850;
    if (!take_word(c, LONG_DAYS, 7, &date->weekday) || !h1i_take_text(c, ", ") || !take_day(c, date, at) ||
        !h1i_take_byte(c, '-') || !take_month(c, date) || !h1i_take_byte(c, '-') || !take_two(c, &year))
        return false;
    date->year = year;
    return h1i_take_byte(c, ' ') && take_time(c, date, at) && h1i_take_text(c, " GMT");
}

/* 2DIGIT / ( SP 1DIGIT ) */
static bool take_padded_day(h1i_cursor *c, h1_date *date, places *at)
{
    at->day = c->at;
    if (!h1i_take_byte(c, ' '))
        return take_two(c, &date->day);
    if (!h1i_take_digits(c, 1))
        return false;
    date->day = (uint8_t)(c->bytes[c->at - 1] - '0');
    return true;
}

/* asctime-date = day-name SP date3 SP time-of-day SP year
 * date3        = month SP ( 2DIGIT / ( SP 1DIGIT )) */
static bool take_asctime(h1i_cursor *c, h1_date *date, places *at)
{
    date->form = H1_DATE_ASCTIME;
    return take_word(c, h1i_days, 7, &date->weekday) && h1i_take_byte(c, ' ') && take_month(c, date) &&
           h1i_take_byte(c, ' ') && take_padded_day(c, date, at) && h1i_take_byte(c, ' ') && take_time(c, date, at) &&
           h1i_take_byte(c, ' ') && take_year(c, date);
}

/* HTTP-date = IMF-fixdate / rfc850-date / asctime-date: the fourth byte tells them apart. */
h1_value h1_date_read(const uint8_t *value, size_t len, h1_date *date, size_t *bad)
{
    h1i_cursor c = h1i_cursor_of(value, len);
    places at = {0, 0};
    bool fitted;

    memset(date, 0, sizeof *date);
    if (c.len > 3 && h1i_is_alpha(value[3]))
        fitted = take_rfc850(&c, date, &at);
    else if (c.len > 3 && value[3] == ' ')
        fitted = take_asctime(&c, date, &at);
    else
        fitted = take_imf(&c, date, &at);
    if (!fitted || c.at < c.len)
        return h1i_value_end(&c, fitted, bad);
    switch (h1i_date_judge(date)) {
    case H1I_DATE_EXISTS:
        break;
    case H1I_DATE_NO_DAY:
        fitted = h1i_rule_out(&c, at.day);
        break;
    case H1I_DATE_NO_TIME:
        fitted = h1i_rule_out(&c, at.time);
        break;
    case H1I_DATE_NO_WEEKDAY:
        fitted = h1i_rule_out(&c, 0);
        break;
    }
    return h1i_value_end(&c, fitted, bad);
}
