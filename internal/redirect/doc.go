// Package redirect holds fd tables as data: which shell fd stands for which
// open file, the redirections that change this, and the plan that makes it
// real in a child.
//
// A Table is what the kernel's fd table is to a process: fd 1 of a Table may
// be any descriptor of this process, so the tables of many shells live side
// by side and none of them touches the program's own fds 0 to 2. Redirections
// are values (Op) until Table.Apply makes them, in order, with Undo as the
// way back. To start a program, Table.Map lists the pairs of child fd and
// descriptor, and Plan turns these into the dup2 and close steps to make in
// the child.
//
// The public package of the same name has what of it is for other programs.
//
// Every descriptor the package opens is close-on-exec.
package redirect
