/* SPDX-License-Identifier: MIT */
/* SIGINT and SIGTERM, for commands that are to end in good order and write what they found so far. */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <signal.h>

/* Not 0 once a signal came. */
extern volatile sig_atomic_t cli_interrupted;

/* From now on the first signal sets cli_interrupted; a second one ends the process. */
void cli_interrupt_catch(void);

#endif
