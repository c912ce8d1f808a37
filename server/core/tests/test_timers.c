/* SPDX-License-Identifier: MIT */
/* The heap of deadlines against a list that is searched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "server/core/timers.h"

enum { TIMERS = 200, STEPS = 100000 };

typedef struct model {
    srv_timer timers[TIMERS];
    uint64_t at[TIMERS]; /* UINT64_MAX: not in the heap */
} model;

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static void check(const model *m, const srv_timers *t)
{
    uint64_t least = UINT64_MAX;
    size_t count = 0;

    for (size_t i = 0; i < TIMERS; i++) {
        if (m->at[i] == UINT64_MAX)
            continue;
        count++;
        least = m->at[i] < least ? m->at[i] : least;
        assert_ptr_equal(t->entries[m->timers[i].slot].timer, &m->timers[i]);
        assert_int_equal(t->entries[m->timers[i].slot].at, m->at[i]);
    }
    assert_int_equal(t->count, count);
    if (count > 0)
        assert_int_equal(t->entries[0].at, least);
}

static void keeps_the_earliest_first_whatever_is_added_moved_and_removed(void **state)
{
    srv_timers t = {.entries = NULL};
    uint32_t random = 1;
    model m;

    (void)state;
    for (size_t i = 0; i < TIMERS; i++)
        m.at[i] = UINT64_MAX;
    for (int step = 0; step < STEPS; step++) {
        size_t i = next_random(&random) % TIMERS;
        uint64_t at = next_random(&random) % 1000;
        if (m.at[i] == UINT64_MAX) {
            assert_true(srv_timers_add(&t, &m.timers[i], at));
            m.at[i] = at;
        } else if (next_random(&random) % 2 == 0) {
            srv_timers_set(&t, &m.timers[i], at, false);
            m.at[i] = at;
        } else {
            srv_timers_remove(&t, &m.timers[i]);
            m.at[i] = UINT64_MAX;
        }
        if (step % 100 == 0 || step < 1000)
            check(&m, &t);
    }
    free(t.entries);
}

static void leaves_a_deadline_that_moves_away_where_it_is(void **state)
{
    srv_timers t = {.entries = NULL};
    srv_timer one, other;

    (void)state;
    assert_true(srv_timers_add(&t, &one, 10));
    assert_true(srv_timers_add(&t, &other, 20));
    srv_timers_set(&t, &one, 30, true);
    assert_int_equal(t.entries[one.slot].at, 10);
    srv_timers_set(&t, &other, 5, true);
    assert_int_equal(t.entries[0].at, 5);
    free(t.entries);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_earliest_first_whatever_is_added_moved_and_removed),
        cmocka_unit_test(leaves_a_deadline_that_moves_away_where_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
