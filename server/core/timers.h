/* SPDX-License-Identifier: MIT */
/* Who is to be looked at when: a heap of deadlines. A deadline that moves away, as it does with every request, isn't
 * touched until its old time comes; so a request costs nothing here, and an idle connection 16 bytes. */
#ifndef SERVER_CORE_TIMERS_H
#define SERVER_CORE_TIMERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Something that has a deadline: to be the first member of it. */
typedef struct srv_timer {
    uint32_t slot; /* private: where it is in the heap */
} srv_timer;

typedef struct srv_timers {
    struct srv_timer_entry {
        uint64_t at;
        srv_timer *timer;
    } * entries; /* [count] */
    size_t count, room;
} srv_timers;

/* Add one. Returns false where memory is short. O(log count). */
bool srv_timers_add(srv_timers *t, srv_timer *timer, uint64_t at);

/* Give it another time. O(1) where `at` isn't earlier and `lazily`, else O(log count). */
void srv_timers_set(srv_timers *t, srv_timer *timer, uint64_t at, bool lazily);

void srv_timers_remove(srv_timers *t, srv_timer *timer);

#endif
