/* SPDX-License-Identifier: MIT */
/* The wrong client: asks one URL after the other, over one connection as long as that may be used, with cookies, and
 * prints what an adapter prints (conformance/clients/). Asking stands in ask.c, cookies in jar.c, how it can be wrong
 * in faults.c; main.c has it asked by itself. A fault's .when speaks of responses here. */
#ifndef WRONG_CLIENT_H
#define WRONG_CLIENT_H

#include "conformance/wrong/peers/peers.h"

extern const wrong_fault wrong_faults[];

/* Ask two URLs, and print a line for each. */
void wrong_ask(const char *url, const char *second, const char *method);

/* ---- Cookies ---- */

enum { JAR_COOKIES = 16 };

typedef struct wrong_cookie {
    const char *name, *value, *path;
} wrong_cookie;

typedef struct wrong_jar {
    conf_memory *memory;
    wrong_cookie cookies[JAR_COOKIES];
    size_t count;
} wrong_jar;

/* Take what a response to a request for that path sets. */
void wrong_jar_take(wrong_jar *jar, const wrong_message *response, const char *path);

/* The value of Cookie for a path; NULL where there is none. */
const char *wrong_jar_give(wrong_jar *jar, const char *path);

#endif
