/* cli: the command line.  The request is read, and its command's function does the rest; what it
 * returns is how the process ends. */
#include "cli/command.h"
#include "job/wording.h"

#include <signal.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    struct request r = { 0 };
    setvbuf(stderr, NULL, _IOLBF, BUFSIZ); /* else each letter of a message is a write of its own */
    signal(SIGPIPE, SIG_IGN);              /* a closed pipe is a failed write, which is reported */
    int status = read_request(&r, argc, argv);
    if (status != HANDBILL_MADE)
        return status;
    if (r.version)
        return print_version();
    if (r.help)
        return print_help(&r, r.command);
    return r.command ? r.command->run(&r)
                     : misuse(&r, PHRASE("say what to do, as in: handbill render FILE.xml"));
}
