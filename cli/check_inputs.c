/* SPDX-License-Identifier: MIT */
/* See check_inputs.h. */
#include "cli/check_inputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PIECE = 65536 };

/* The hash of a file; empty where it can't be read to its end. */
static cli_digest_text hash_of(const char *path)
{
    static uint8_t piece[PIECE];
    cli_digest_text hash = {{0}};
    cli_digest *digest = cli_digest_new();
    FILE *in = fopen(path, "rbe");
    size_t got;

    if (digest != NULL && in != NULL && cli_digest_begin(digest)) {
        while ((got = fread(piece, 1, sizeof piece, in)) > 0)
            cli_digest_add(digest, piece, got);
        if (!ferror(in))
            hash = cli_digest_end(digest);
    }
    if (in != NULL)
        fclose(in);
    cli_digest_free(digest);
    return hash;
}

bool check_inputs_list(check_inputs *inputs, const char *const *names, size_t count, bool hashed)
{
    *inputs = (check_inputs){calloc(count + 1, sizeof *inputs->inputs), calloc(count + 1, sizeof *inputs->hashes), 0};
    if (inputs->inputs == NULL || inputs->hashes == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        cli_digest_text *hash = &inputs->hashes[inputs->count];
        struct stat status;
        bool regular;
        if (names[i] == NULL)
            continue;
        regular = strcmp(names[i], "-") != 0 && stat(names[i], &status) == 0 && S_ISREG(status.st_mode);
        if (regular && hashed)
            *hash = hash_of(names[i]);
        inputs->inputs[inputs->count++] = (report_input){names[i], regular ? (uint64_t)status.st_size : 0, hash->text};
    }
    return true;
}

void check_inputs_free(check_inputs *inputs)
{
    free(inputs->inputs);
    free(inputs->hashes);
    *inputs = (check_inputs){0};
}
