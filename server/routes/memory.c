/* SPDX-License-Identifier: MIT */
/* See memory.h. */
#include "memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

bool srv_memory_init(srv_memory *m)
{
    *m = (srv_memory){.all = calloc(SRV_MEMORY_MOST, sizeof *m->all)};
    return m->all != NULL && getrandom(&m->origin, sizeof m->origin, 0) == (ssize_t)sizeof m->origin;
}

void srv_memory_free(srv_memory *m)
{
    for (size_t i = 0; m->all != NULL && i < SRV_MEMORY_MOST; i++)
        free(m->all[i].content);
    free(m->all);
    *m = (srv_memory){0};
}

static bool is_unreserved(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("-._~", c) != NULL);
}

bool srv_memory_is_name(h1_bytes name)
{
    const char *at = name.at;
    size_t dots = 0;

    if (name.len == 0 || name.len > SRV_MEMORY_NAME)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        if (!is_unreserved(at[i]))
            return false;
        dots += at[i] == '.';
    }
    return dots < name.len || dots > 2;
}

srv_memo *srv_memory_find(const srv_memory *m, h1_bytes name)
{
    for (size_t i = 0; i < SRV_MEMORY_MOST; i++)
        if (name.len > 0 && strlen(m->all[i].name) == name.len && memcmp(m->all[i].name, name.at, name.len) == 0)
            return &m->all[i];
    return NULL;
}

static srv_memo *free_place(const srv_memory *m)
{
    for (size_t i = 0; i < SRV_MEMORY_MOST; i++)
        if (m->all[i].name[0] == '\0')
            return &m->all[i];
    return NULL;
}

srv_memory_result srv_memory_put(srv_memory *m, h1_bytes name, h1_bytes type, h1_bytes content)
{
    srv_memo *old = srv_memory_find(m, name), *place = old != NULL ? old : free_place(m);
    srv_memo fresh = {.len = content.len};
    bool creates = old == NULL;

    if (content.len > SRV_MEMORY_CONTENT)
        return SRV_MEMORY_LARGE;
    if (place == NULL || m->bytes - place->len + content.len > SRV_MEMORY_ALL)
        return SRV_MEMORY_FULL;
    fresh.content = malloc(content.len + 1);
    if (fresh.content == NULL)
        return SRV_MEMORY_FULL;
    if (content.len > 0)
        memcpy(fresh.content, content.at, content.len);
    memcpy(fresh.name, name.at, name.len);
    if (type.at != NULL && type.len <= SRV_MEMORY_TYPE)
        memcpy(fresh.type, type.at, type.len);
    snprintf(fresh.tag, sizeof fresh.tag, "\"%08" PRIx32 "-%" PRIx64 "\"", m->origin, ++m->writes & 0xFFFFFFFFU);
    srv_memory_delete(m, place);
    m->bytes += content.len;
    *place = fresh;
    return creates ? SRV_MEMORY_CREATED : SRV_MEMORY_CHANGED;
}

void srv_memory_delete(srv_memory *m, srv_memo *memo)
{
    m->bytes -= memo->len;
    free(memo->content);
    *memo = (srv_memo){0};
}
