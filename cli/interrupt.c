/* SPDX-License-Identifier: MIT */
/* See interrupt.h. */
#include "cli/interrupt.h"

#include <stddef.h>

volatile sig_atomic_t cli_interrupted;

static void note(int signal)
{
    (void)signal;
    cli_interrupted = 1;
}

void cli_interrupt_catch(void)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND};

    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}
