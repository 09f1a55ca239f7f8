package main

import "strconv"

// ipcContests are those of package ipc with the C library and the kernel. There
// are none without a C compiler.
func (p *prepared) ipcContests() []*contest {
	if p.cipc == "" {
		return nil
	}
	all := []*contest{
		p.ipc("lock", "10,000,000 times lock and unlock", 1.5, "pthread robust", "lock", "lock", 10_000_000, 0),
		p.ipc("lock_contended", "2 processes, 2,000,000 times lock, count and unlock each", 2, "pthread robust", "lock2", "lock2", 2_000_000, 0),
		p.ipc("lock_sem_undo", "4,000,000 times lock and unlock, against semop", 0.05, "SEM_UNDO", "lock", "semop", 4_000_000, 0),
		p.ipc("lock_flock", "4,000,000 times lock and unlock, against flock", 0.05, "flock", "lock", "flock", 4_000_000, 0),
		p.ipc("semop", "1,000,000 System V operations down and up, with undo", 1.3, "C semop", "semop", "semop", 1_000_000, 0),
		p.ipc("sysv", "500,000 messages of 64 bytes through a System V queue", 1.3, "C msgsnd", "sysv", "sysv", 500_000, 64),
		p.ipc("mq", "500,000 messages of 64 bytes through a POSIX queue", 1.3, "C mq_send", "mq", "mq", 500_000, 64),
	}
	for _, m := range []struct {
		size, n int
		pipe    float64 // the target of the queue
	}{{64, 2_000_000, 0.1}, {4096, 300_000, 1. / 3}, {65536, 30_000, 1. / 1.5}} {
		size := strconv.Itoa(m.size)
		headline := strconv.Itoa(m.n) + " messages of " + size + " bytes from one process to another"
		all = append(all,
			p.ipc("ring_"+size, headline, 1.3, "C ring", "ring", "ring", m.n, m.size),
			p.ipc("queue_"+size, headline, m.pipe, "pipe", "queue", "pipe", m.n, m.size))
	}
	return all
}

// ipc is one contest: what goipc does n times against what the C program does.
func (p *prepared) ipc(name, headline string, ratio float64, other, ours, theirs string, n, size int) *contest {
	args := []string{strconv.Itoa(n), strconv.Itoa(size)}
	return &contest{
		name: "ipc_" + name, headline: headline, repeat: 1,
		targets: []target{{ratio: ratio, other: other}},
		contestants: []*contestant{
			{name: "ipc (Go)", argv: append([]string{p.goipc, ours}, args...)},
			{name: other, argv: append([]string{p.cipc, theirs}, args...)},
		},
	}
}
