/* SPDX-License-Identifier: MIT */
/* Dates in the Gregorian calendar: which exist, how they count, and how they are written. */
#include "parser/src/values/date.h"

#include <string.h>

enum {
    DAYS_OF_400_YEARS = 146097,
    DAYS_TO_1970 = 719468, /* from the first of March of year 0 */
    SECONDS_OF_DAY = 86400,
};

static bool is_leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from the first of March of year 0. A year that starts in March has February's odd length at its end; January and
 * February of year 0 count as those of year 400, one cycle less. */
static int64_t days_of(unsigned year, unsigned month, unsigned day)
{
    unsigned from_march = (month + 9) % 12;
    unsigned years = month > 2 ? year : year + 399;
    unsigned days = years * 365 + years / 4 - years / 100 + years / 400 + (from_march * 153 + 2) / 5 + day - 1;

    return month > 2 ? (int64_t)days : (int64_t)days - DAYS_OF_400_YEARS;
}

/* The first of March of year 0 was a Wednesday, and 400 years are whole weeks. */
static uint8_t weekday_of(int64_t days)
{
    return (uint8_t)((days + DAYS_OF_400_YEARS + 3) % 7);
}

h1i_date_judgement h1i_date_judge(const h1_date *date)
{
    static const uint8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool two_digits = date->form == H1_DATE_RFC850 && date->year < 100;
    /* 1900 was no leap year and 2000 was: a year 00 gets the benefit of the doubt. */
    unsigned year = two_digits ? date->year + 2000u : date->year;
    unsigned last = lengths[date->month - 1] + (date->month == 2 && is_leap(year) ? 1u : 0u);

    if (date->day < 1 || date->day > last)
        return H1I_DATE_NO_DAY;
    if (date->hour > 23 || date->minute > 59 || date->second > 60)
        return H1I_DATE_NO_TIME;
    if (!two_digits && weekday_of(days_of(year, date->month, date->day)) != date->weekday)
        return H1I_DATE_NO_WEEKDAY;
    return H1I_DATE_EXISTS;
}

/* "Recipients of a timestamp value in rfc850-date format, which uses a two-digit year, MUST interpret a timestamp that
 * appears to be more than 50 years in the future as representing the most recent year in the past that had the same
 * last two digits."                                                                RFC 9110 section 5.6.7 */
bool h1_date_settle(h1_date *date, uint16_t year_now)
{
    if (date->form != H1_DATE_RFC850 || date->year > 99)
        return h1i_date_judge(date) == H1I_DATE_EXISTS;
    date->year = (uint16_t)(year_now + 50 - (year_now + 50 + 100 - date->year) % 100);
    return h1i_date_judge(date) == H1I_DATE_EXISTS;
}

int64_t h1_date_seconds(const h1_date *date)
{
    int64_t days = days_of(date->year, date->month, date->day) - DAYS_TO_1970;
    int64_t minutes = (int64_t)date->hour * 60 + date->minute;

    return days * SECONDS_OF_DAY + minutes * 60 + date->second;
}

/* Days of 0000-01-01 and of 10000-01-01, from 1970. */
static const int64_t FIRST_DAY = -719528;
static const int64_t DAY_AFTER_LAST = 2932897;

/* The reverse of days_of(): the year by its average length, which is never too high, then the month. */
static void set_day(h1_date *date, int64_t days)
{
    unsigned all = (unsigned)(days + DAYS_OF_400_YEARS); /* from the first of March of the year -400 */
    unsigned cycle = all / DAYS_OF_400_YEARS;
    unsigned rest = all % DAYS_OF_400_YEARS;
    unsigned years = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    unsigned of_year = rest - (years * 365 + years / 4 - years / 100);
    unsigned from_march = (of_year * 5 + 2) / 153;

    date->day = (uint8_t)(of_year - (from_march * 153 + 2) / 5 + 1);
    date->month = (uint8_t)(from_march < 10 ? from_march + 3 : from_march - 9);
    date->year = (uint16_t)(cycle * 400 + years + (date->month <= 2 ? 1 : 0) - 400);
    date->weekday = weekday_of(days);
}

bool h1_date_of(int64_t seconds, h1_date *date)
{
    int64_t day = seconds / SECONDS_OF_DAY;
    int64_t rest = seconds % SECONDS_OF_DAY;

    if (rest < 0) {
        rest += SECONDS_OF_DAY;
        day--;
    }
    if (day < FIRST_DAY || day >= DAY_AFTER_LAST)
        return false;
    memset(date, 0, sizeof *date);
    set_day(date, day + DAYS_TO_1970);
    date->hour = (uint8_t)(rest / 3600);
    date->minute = (uint8_t)(rest / 60 % 60);
    date->second = (uint8_t)(rest % 60);
    return true;
}

static void put_two(uint8_t *out, unsigned value)
{
    out[0] = (uint8_t)('0' + value / 10 % 10);
    out[1] = (uint8_t)('0' + value % 10);
}

/* IMF-fixdate = day-name "," SP date1 SP time-of-day SP GMT                   RFC 9110 section 5.6.7 */
void h1_date_write(const h1_date *date, uint8_t out[H1_DATE_LEN])
{
    memcpy(out, "Day, 00 Mon 0000 00:00:00 GMT", H1_DATE_LEN);
    memcpy(out, h1i_days[weekday_of(days_of(date->year, date->month, date->day))], 3);
    put_two(out + 5, date->day);
    memcpy(out + 8, h1i_months[date->month - 1], 3);
    put_two(out + 12, date->year / 100u);
    put_two(out + 14, date->year % 100u);
    put_two(out + 17, date->hour);
    put_two(out + 20, date->minute);
    put_two(out + 23, date->second);
}
