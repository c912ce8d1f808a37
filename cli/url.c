/* SPDX-License-Identifier: MIT */
/* h1 url: percent-coding, and URIs taken apart. What is refused is shown with its place. */
#include <stdlib.h>
#include <string.h>

#include <h1/uri.h>
#include <h1/words.h>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/url_show.h"
#include "report/escape.h"

enum {
    MOST_BYTES = 1 << 20, /* of standard input */
};

static unsigned component;
static unsigned format;
static unsigned colour;
static const char *method;
static bool raw;

static const cli_option OPTIONS[] = {
    {"in", 0, CLI_CHOICE, "any|userinfo|host|segment|path|query|pair",
     "where encoded text is to stand; in a pair '+' is a blank", &component, NULL},
    {"method", 0, CLI_TEXT, "METHOD", "split: it is the request-target of this method", &method, NULL},
    {"raw", 0, CLI_FLAG, NULL, "decode: write the bytes as they are, not escaped", &raw, NULL},
    {"format", 0, CLI_CHOICE, "text|json", "split: for people, or one JSON object", &format, NULL},
    CLI_OPTION_COLOUR(&colour),
    {NULL, 0, CLI_FLAG, NULL, NULL, NULL, NULL},
};

/* What is to be worked on; at is never NULL. */
typedef struct text {
    uint8_t *at;
    size_t len;
} text;

static cli_status read_input(text *input)
{
    input->at = malloc(MOST_BYTES + 1);
    if (input->at == NULL)
        return cli_no_memory();
    input->len = fread(input->at, 1, MOST_BYTES + 1, stdin);
    if (ferror(stdin)) {
        perror("h1 url: cannot read standard input");
        return CLI_UNUSABLE;
    }
    if (input->len > MOST_BYTES) {
        fputs("h1 url: standard input has more than 1 MiB\n", stderr);
        return CLI_UNUSABLE;
    }
    return CLI_OK;
}

static cli_status take_text(text *input, const char *word)
{
    if (strcmp(word, "-") == 0)
        return read_input(input);
    input->len = strlen(word);
    input->at = malloc(input->len + 1);
    if (input->at == NULL)
        return cli_no_memory();
    memcpy(input->at, word, input->len);
    return CLI_OK;
}

static cli_status encode(cli_url_show *show, const text *input)
{
    size_t size = 3 * input->len + 1;
    size_t got = 0;
    uint8_t *out = malloc(size);

    (void)show;
    if (out == NULL)
        return cli_no_memory();
    (void)h1_percent_encode(input->at, input->len, (h1_component)component, out, size, &got);
    fwrite(out, 1, got, stdout);
    putchar('\n');
    free(out);
    return CLI_OK;
}

static cli_status decode(cli_url_show *show, const text *input)
{
    size_t got = 0;
    size_t bad = 0;
    uint8_t *out = malloc(input->len + 1);
    h1_value result;

    if (out == NULL)
        return cli_no_memory();
    result = (component == H1_IN_PAIR ? h1_pair_decode : h1_percent_decode)(input->at, input->len, out, input->len + 1,
                                                                            &got, &bad);
    if (result == H1_VALUE_OK && raw) {
        fwrite(out, 1, got, stdout);
    } else if (result == H1_VALUE_OK) {
        report_escape_to(stdout, out, got);
        putchar('\n');
    } else {
        cli_url_show_refusal(show, input->at, input->len, result, bad);
    }
    free(out);
    return result == H1_VALUE_OK ? CLI_OK : CLI_FINDINGS;
}

static cli_status split(cli_url_show *show, const text *input)
{
    h1_uri uri;
    h1_form form = H1_FORM_NONE;
    size_t bad = 0;
    h1_value result;

    if (method != NULL)
        result = h1_target_read((const uint8_t *)method, strlen(method), input->at, input->len, &form, &uri, &bad);
    else
        result = h1_uri_reference_read(input->at, input->len, &uri, &bad);
    if (result == H1_VALUE_OK)
        return cli_url_show_parts(show, input->at, input->len, &uri, form) ? CLI_OK : cli_no_memory();
    cli_url_show_refusal(show, input->at, input->len, result, bad);
    return CLI_FINDINGS;
}

static cli_status run(char **words, size_t count)
{
    static const struct {
        const char *name;
        cli_status (*act)(cli_url_show *show, const text *input);
    } acts[] = {{"encode", encode}, {"decode", decode}, {"split", split}};
    cli_url_show show = {.out = stdout, .json = format == 1};
    cli_output output;
    cli_status status;
    text input = {NULL, 0};
    size_t bad;

    if (method != NULL && h1_token_read((const uint8_t *)method, strlen(method), &bad) != H1_VALUE_OK)
        return cli_usage(&cli_url, "--method %s: a method is a token", method);
    if (count != 2)
        return cli_usage(&cli_url, "expected encode, decode or split, and one text ('-' is standard input)");
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (strcmp(words[0], acts[i].name) != 0)
            continue;
        status = cli_output_open(&output, NULL, (cli_colour_choice)colour);
        show.colour = output.colour;
        if (status == CLI_OK)
            status = take_text(&input, words[1]);
        if (status == CLI_OK)
            status = acts[i].act(&show, &input);
        free(input.at);
        return cli_output_close(&output, status);
    }
    return cli_usage(&cli_url, "'%s' is none of encode, decode and split", words[0]);
}

const cli_command cli_url = {
    "url",
    "encode|decode|split TEXT | -",
    "Percent-encode or decode text; take a URI apart.",
    "Everything is read strictly, and what doesn't fit is shown with its place. split also shows the pairs of a "
    "query,\n"
    "decoded, and the normal form. Exit status: 0 done; 1 refused; 2 usage.",
    OPTIONS,
    {"url encode --in pair 'a b&c'     what a query may hold as a name or a value",
     "url split 'http://example.com:80/a/../b?c=d'"},
    run,
};
