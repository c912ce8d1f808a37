/* SPDX-License-Identifier: MIT */
/* What h1 conform found out about a live target, in words. Nothing in it accuses: what was not measured, or did not
 * happen while it was watched, is said as just that. */
#include "cli/conform_live.h"
#include "report/count.h"

enum { WHERE_COLUMNS = 36 };

/* ---- How long ---- */

/* "3 ms", "2.5 s": as much of it as means something. */
static void time_to(FILE *out, unsigned milliseconds)
{
    if (milliseconds < 1000)
        fprintf(out, "%u ms", milliseconds);
    else
        fprintf(out, "%.1f s", milliseconds / 1000.0);
}

static void after_to(FILE *out, const char *what, unsigned milliseconds)
{
    fprintf(out, "%s %s", what, milliseconds > 0 ? "after " : "at once");
    if (milliseconds > 0)
        time_to(out, milliseconds);
}

/* ---- How much it takes ---- */

static void limit_to(FILE *out, const char *what, size_t most)
{
    fprintf(out, "%s%s%s", what, most == CONF_MEASURED_MOST ? "more than " : "", report_number_of(most).text);
}

static void limits_to(FILE *out, const conf_live_limits *limits)
{
    limit_to(out, "it takes targets of ", limits->target);
    limit_to(out, " bytes, field lines of ", limits->field_line);
    limit_to(out, " bytes, ", limits->fields);
    limit_to(out, " field lines, header sections of ", limits->section);
    fputs(" bytes\n", out);
}

/* ---- How long it waits ---- */

static void end_to(FILE *out, const conf_live_wait *wait)
{
    if (wait->ending != CONF_STILL_OPEN) {
        after_to(out, wait->ending == CONF_RESET ? "reset" : "closed", wait->ended);
        return;
    }
    fputs("open for more than ", out);
    time_to(out, wait->watched);
}

static void wait_to(FILE *out, const char *where, const conf_live_wait *wait)
{
    char status[16];

    fprintf(out, "  %-*s", WHERE_COLUMNS, where);
    if (!wait->measured) {
        fputs("not known: the connection ended before\n", out);
        return;
    }
    if (wait->status > 0) {
        snprintf(status, sizeof status, "%u", wait->status);
        after_to(out, status, wait->answered);
        fputs(wait->whole ? ", " : " (not all of it), ", out);
    }
    end_to(out, wait);
    fputc('\n', out);
}

static void waits_to(FILE *out, const conf_live_waits *waits)
{
    static const char *const wheres[CONF_SILENCES] = {"before its first byte", "inside its head",
                                                      "inside content of a known length", "inside chunked content",
                                                      "behind an answer"};

    fprintf(out, "when a client falls silent%s:\n",
            waits->together ? "" : " (one after the other, because one keeps others waiting)");
    for (unsigned i = 0; i < CONF_SILENCES; i++)
        wait_to(out, wheres[i], &waits->of[i]);
}

/* ---- What holds it up ---- */

static void get_to(FILE *out, const char *beside, const conf_live_get *get)
{
    fprintf(out, "a GET beside %s: %s, ", beside, get->held ? "held up" : "not held up");
    if (get->answered) {
        after_to(out, "answered", get->milliseconds);
    } else {
        fputs("no answer within ", out);
        time_to(out, get->milliseconds);
    }
    fputc('\n', out);
}

static void pair_to(FILE *out, const char *what, const conf_live_pair *pair, const char *how)
{
    fprintf(out, "  %s in one write: ", what);
    if (pair->answers == 0) {
        fputs("no answer\n", out);
        return;
    }
    after_to(out, "answered", pair->after[0]);
    if (pair->answers == 1) {
        fputs(", and no second answer\n", out);
        return;
    }
    after_to(out, " and", pair->after[1]);
    fprintf(out, ", %s\n", how);
}

static void slow_to(FILE *out, const conf_live_slow *slow)
{
    static const char *const orders[] = {"in what order the answers don't tell", "in order", "out of order"};

    if (slow->alone == 0) {
        fputs("not known: whether a slow answer holds up others; ", out);
        fprintf(out, "%s (--slow-path)\n",
                slow->unusable != NULL ? slow->unusable : "that needs a route that takes a while");
        return;
    }
    fputs("a slow request takes ", out);
    time_to(out, slow->alone);
    fputc('\n', out);
    pair_to(out, "a slow request and a GET", &slow->fast, orders[slow->order]);
    pair_to(out, "two slow requests", &slow->twice,
            slow->twice.after[1] * 2 < slow->alone * 3 ? "side by side" : "one after the other");
    get_to(out, "a slow request", &slow->beside);
}

static void held_to(FILE *out, const conf_live_held *held)
{
    get_to(out, "a client that stops inside its head", &held->half_head);
    if (held->unread.asked)
        get_to(out, "a client that reads none of its answers", &held->unread);
    else
        fputs(
            "not known: whether a client that reads none of its answers holds up others; the server never had to wait "
            "for it (a --path with more content may make it)\n",
            out);
    slow_to(out, &held->slow);
}

/* ---- All of it ---- */

static void calibration_to(FILE *out, const conf_live_profile *profile)
{
    fprintf(out, "GET is answered with %u", profile->status);
    fputs(profile->keeps ? ", two at once on one connection" : ", the connection is not used for a second request",
          out);
    fprintf(out, ", within %u ms; %zu connections side by side%s\n", profile->round_trip, profile->jobs,
            profile->side_by_side ? "" : ", because an idle one keeps others waiting");
    if (!profile->echoes)
        fputs("not known: a route that answers with the content it got (--echo-path)\n", out);
}

static void measured_to(FILE *out, const conf_live_profile *profile)
{
    if (profile->limits.measured)
        limits_to(out, &profile->limits);
    if (profile->waits.measured)
        waits_to(out, &profile->waits);
    if (profile->held.measured)
        held_to(out, &profile->held);
}

void cli_conform_profile_to(FILE *out, const conf_live_profile *profile)
{
    calibration_to(out, profile);
    measured_to(out, profile);
    if (profile->again > 0)
        fprintf(out, "played once more, alone, because inconclusive at first: %zu\n", profile->again);
    if (profile->deaths > 0) {
        fputs("the target died ", out);
        report_count_to(out, profile->deaths, "time", "times");
        if (profile->unexplained > 0)
            fprintf(out, "; for %zu of them no single case could be named", profile->unexplained);
        fputc('\n', out);
    }
    if (profile->out_of_time)
        fputs("the run's --deadline came before its end\n", out);
}
