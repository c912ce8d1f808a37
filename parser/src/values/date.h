/* SPDX-License-Identifier: MIT */
/* Whether a date exists, for the files that read and write dates. */
#ifndef H1I_DATE_H
#define H1I_DATE_H

#include <h1/dates.h>

typedef enum h1i_date_judgement {
    H1I_DATE_EXISTS = 0,
    H1I_DATE_NO_DAY,     /* the month has no such day */
    H1I_DATE_NO_TIME,    /* the day has no such time */
    H1I_DATE_NO_WEEKDAY, /* it is another day of the week */
} h1i_date_judgement;

h1i_date_judgement h1i_date_judge(const h1_date *date);

/* Names of three letters: of a month from 0 on, of a day of the week from Sunday on. */
extern const char *const h1i_months[12];
extern const char *const h1i_days[7];

#endif
