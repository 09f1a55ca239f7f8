package main

const helpText = `Usage: gpipe [options] 'script' [name [argument...]]
       gpipe [options] -c 'script' [name [argument...]]
       gpipe [options] [--] file [argument...]
       gpipe [options] -s [argument...]

Run shell commands: processes joined by kernel pipes.

  gpipe 'ps aux | grep root'

The plain form runs its operand as a script file if it names an existing,
readable file and is one word, without blanks, quotes and operators, or begins
with /, ./ or ../; else as script text. -c makes it text, and -- makes it a file,
whatever there is; so does the name sh for the command. Without an operand, or
with -s, commands are read from standard input.

Options, which + in place of - turns off:
  -e           exit when a command fails
  -u           an unset variable is an error
  -x           print each command before it runs
  -n           parse the script, run nothing
  -f           no pathname expansion
  -C           > does not overwrite files
  -a           export every variable that is assigned
  -v           print the script's lines as they are read
  -l, --login  run /etc/profile and ~/.profile first; --noprofile: do not
  -o name      the option with that name: pipefail, errexit, nounset...
  --check      list what in the script file POSIX does not have, run nothing
  -r, --restricted
               be a restricted shell
  --stats[=text|json|markdown,all|summary,min=SECONDS]
               after each pipeline print, for every stage, how it ended, its
               times, memory and bytes, and what it was waiting for; of loops
               a summary
  --stats-file file
               print that to the file instead of to standard error
  --progress[=plain]
               while a pipeline takes long, show on the terminal what its
               stages are doing; plain: a line every five seconds, anywhere
  --report file
               write a page that shows them all, as HTML that stands alone
  --trace file write what the pipelines do, as trace events for Perfetto
  --explain[=text|dot|mermaid|json]
               run nothing; print what the script would do: its pipes, what
               each command is, and the descriptors of every process
  --parallel[=n[,size]]
               run programs of a table for parts of their input, n at a time,
               where that makes a pipeline faster; --explain says where
  --bash       BASH_VERSION is set, as by the name bash or a script for bash
  --posix      POSIX mode, as by the name sh: what dash does where bash differs
  --help       print this
  --version    print the version

The exit status is that of the last command; 128+n when signal n ended it,
126 when a command cannot be executed, 127 when there is none of the name,
2 when the script or the command line is wrong.
`
