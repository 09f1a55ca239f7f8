package job

import (
	"context"
	"testing"

	"gpipe/internal/pipeline"
	"gpipe/internal/redirect"
)

// start enters a job that ends with a status when the channel is closed.
func start(t *testing.T, table *Table, owner *Owner, pid, status int, end <-chan struct{}) *Job {
	t.Helper()
	run, err := pipeline.New(pipeline.InProc("job", new(redirect.Table), func(context.Context, *redirect.Table) int {
		<-end
		return status
	})).Start(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	j := &Job{Pid: pid, Owner: owner}
	table.Add(j, run, func() {})
	return j
}

func ended() <-chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

func TestStatusIsThere(t *testing.T) {
	table, end := NewTable(), make(chan struct{})
	j := start(t, table, nil, 0, 7, end)
	if !j.InProcess() || table.Get(j.Pid) != j || j.Over() {
		t.Errorf("a job that runs: pid %d, over %v", j.Pid, j.Over())
	}
	news := table.News()
	close(end)
	<-news
	<-j.Done()
	if j.Code() != 7 || j.End().ExitStatus() != 7 {
		t.Errorf("code %d, end %v", j.Code(), j.End())
	}
	table.Forget(j)
	if table.Get(j.Pid) != nil || len(table.All()) != 0 {
		t.Error("the job was not forgotten")
	}
}

func TestNumbers(t *testing.T) {
	table, end := NewTable(), make(chan struct{})
	mine, other := &Owner{}, &Owner{}
	a := start(t, table, mine, 11, 0, ended())
	b := start(t, table, other, 12, 0, end)
	c := start(t, table, mine, 13, 0, ended())
	if a.ID != 1 || b.ID != 1 || c.ID != 2 { // each environment counts from 1
		t.Errorf("numbers %d %d %d", a.ID, b.ID, c.ID)
	}
	if list := table.Listed(mine); len(list) != 2 || list[0] != a || list[1] != c {
		t.Errorf("listed: %v", list)
	}
	<-c.Done()
	table.Shown(c)
	if list := table.Listed(mine); len(list) != 1 || list[0] != a {
		t.Errorf("listed after that: %v", list)
	}
	if d := start(t, table, mine, 14, 0, ended()); d.ID != 2 {
		t.Errorf("the next number is %d", d.ID)
	}
	close(end)
	<-b.Done()
}

// As many statuses are kept as POSIX asks for, and no more than twice that.
func TestEndedJobsAreForgotten(t *testing.T) {
	table := NewTable()
	end := ended()
	for pid := 1; pid <= 4*remembered; pid++ {
		<-start(t, table, nil, pid, pid%256, end).Done()
	}
	if n := len(table.All()); n < remembered || n > 2*remembered {
		t.Errorf("%d jobs are remembered", n)
	}
	for pid := 3*remembered + 1; pid <= 4*remembered; pid++ {
		if j := table.Get(pid); j == nil || j.Code() != pid%256 {
			t.Fatalf("the status of job %d is gone", pid)
		}
	}
	if table.Get(1) != nil {
		t.Error("the first one is still there")
	}
}

// A job that was waited for with all others is no longer among the jobs, but
// its status is there, and so is that of many after it.
func TestKeptJobs(t *testing.T) {
	table := NewTable()
	end := ended()
	for pid := 1; pid <= 4*remembered; pid++ {
		j := start(t, table, nil, pid, pid%256, end)
		<-j.Done()
		table.Keep(j)
		if n := len(table.All()); n != 0 {
			t.Fatalf("%d jobs are left", n)
		}
	}
	for pid := 3*remembered + 1; pid <= 4*remembered; pid++ {
		if j := table.Get(pid); j == nil || j.Code() != pid%256 {
			t.Fatalf("the status of job %d is gone", pid)
		}
	}
	if table.Get(1) != nil {
		t.Error("the first one is still there")
	}
}
