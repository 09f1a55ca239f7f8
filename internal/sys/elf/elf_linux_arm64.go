package elf

const elfMachine = 183

// ExitCode is mov x0, 0; mov x8, 94; svc 0.
const ExitCode = "\x00\x00\x80\xd2\xc8\x0b\x80\xd2\x01\x00\x00\xd4"
