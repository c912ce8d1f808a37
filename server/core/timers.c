/* SPDX-License-Identifier: MIT */
/* See timers.h. */
#include "server/core/timers.h"

#include <stdlib.h>

enum { LEAST = 64 };

static void place(srv_timers *t, size_t slot, struct srv_timer_entry entry)
{
    t->entries[slot] = entry;
    entry.timer->slot = (uint32_t)slot;
}

static void sift_up(srv_timers *t, size_t slot, struct srv_timer_entry entry)
{
    while (slot > 0 && t->entries[(slot - 1) / 2].at > entry.at) {
        place(t, slot, t->entries[(slot - 1) / 2]);
        slot = (slot - 1) / 2;
    }
    place(t, slot, entry);
}

static void sift_down(srv_timers *t, size_t slot, struct srv_timer_entry entry)
{
    size_t child;

    while ((child = 2 * slot + 1) < t->count) {
        if (child + 1 < t->count && t->entries[child + 1].at < t->entries[child].at)
            child++;
        if (t->entries[child].at >= entry.at)
            break;
        place(t, slot, t->entries[child]);
        slot = child;
    }
    place(t, slot, entry);
}

static void settle(srv_timers *t, size_t slot, struct srv_timer_entry entry)
{
    if (slot > 0 && t->entries[(slot - 1) / 2].at > entry.at)
        sift_up(t, slot, entry);
    else
        sift_down(t, slot, entry);
}

bool srv_timers_add(srv_timers *t, srv_timer *timer, uint64_t at)
{
    if (t->count == t->room) {
        size_t room = t->room > 0 ? t->room + t->room / 2 : LEAST;
        struct srv_timer_entry *entries = realloc(t->entries, room * sizeof *entries);
        if (entries == NULL)
            return false;
        t->entries = entries;
        t->room = room;
    }
    sift_up(t, t->count++, (struct srv_timer_entry){at, timer});
    return true;
}

void srv_timers_set(srv_timers *t, srv_timer *timer, uint64_t at, bool lazily)
{
    if (at == t->entries[timer->slot].at || (lazily && at > t->entries[timer->slot].at))
        return;
    settle(t, timer->slot, (struct srv_timer_entry){at, timer});
}

void srv_timers_remove(srv_timers *t, srv_timer *timer)
{
    struct srv_timer_entry last = t->entries[--t->count];

    if (last.timer != timer)
        settle(t, timer->slot, last);
}
