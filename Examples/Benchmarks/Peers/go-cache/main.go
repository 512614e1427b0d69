// go-cache: a map under a lock, with lifetimes; shared by goroutines.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	cache "github.com/patrickmn/go-cache"
)

// Job is what a line asks for.
type Job struct {
	operation                                  string
	size, tasks, entries, length, steps, rounds int
}

// Item is an item of a list.
type Item struct {
	ID   int
	Text string
	Done bool
}

func read(line string) Job {
	words := strings.Fields(line)
	job := Job{words[0], 75, 1, 1024, 0, 0, 1}
	places := map[string]*int{"size": &job.size, "tasks": &job.tasks, "entries": &job.entries,
		"length": &job.length, "steps": &job.steps, "rounds": &job.rounds}
	for _, word := range words[1:] {
		pair := strings.SplitN(word, "=", 2)
		*places[pair[0]], _ = strconv.Atoi(pair[1])
	}
	return job
}

func key(number int) string { return fmt.Sprintf("task:%06d", number) }

func text(number, size int) string {
	return fmt.Sprintf("%06d", number%1000000) + strings.Repeat("x", size-6)
}

func scattered(step, count int) int { return int(uint64(uint32(step*2654435769)) * uint64(count) >> 32) }

func (job Job) keys() []string {
	keys := make([]string, job.entries)
	for number := range keys {
		keys[number] = key(number)
	}
	return keys
}

func (job Job) values() []string {
	values := make([]string, 64)
	for number := range values {
		values[number] = text(number, job.size)
	}
	return values
}

func filled(job Job, lifetime time.Duration) (*cache.Cache, []string, []string) {
	store, keys, values := cache.New(cache.NoExpiration, 0), job.keys(), job.values()
	for number, key := range keys {
		store.Set(key, values[number&63], lifetime)
	}
	return store, keys, values
}

var kept interface{}

func timed(count int, work func()) float64 {
	start := time.Now()
	work()
	return float64(time.Since(start).Nanoseconds()) / float64(count)
}

func measure(job Job) (float64, bool) {
	switch job.operation {
	case "get":
		store, keys, _ := filled(job, cache.NoExpiration)
		return timed(job.steps, func() {
			for step := 0; step < job.steps; step++ {
				kept, _ = store.Get(keys[scattered(step, job.entries)])
			}
		}), true
	case "set", "set-ttl":
		lifetime := time.Duration(cache.NoExpiration)
		if job.operation == "set-ttl" {
			lifetime = time.Hour
		}
		store, keys, values := filled(job, lifetime)
		return timed(job.steps, func() {
			for step := 0; step < job.steps; step++ {
				store.Set(keys[scattered(step, job.entries)], values[step&63], lifetime)
			}
		}), true
	case "mixed":
		return mixed(job), true
	case "append", "pop":
		return lists(job), true
	case "increment":
		store, keys := cache.New(cache.NoExpiration, 0), job.keys()
		for _, key := range keys {
			store.Set(key, 0, cache.NoExpiration)
		}
		return timed(job.steps, func() {
			for step := 0; step < job.steps; step++ {
				store.IncrementInt(keys[scattered(step, job.entries)], 1)
			}
		}), true
	case "purge", "stall":
		return expiry(job), true
	case "memory":
		return memory(job), true
	}
	return 0, false
}

func mixed(job Job) float64 {
	store, keys, values := filled(job, cache.NoExpiration)
	return timed(job.steps, func() {
		var group sync.WaitGroup
		share := job.steps / job.tasks
		for task := 0; task < job.tasks; task++ {
			group.Add(1)
			go func(start int) {
				defer group.Done()
				for step := start; step < start+share; step++ {
					key := keys[scattered(step, job.entries)]
					if step%2 == 0 {
						store.Get(key)
					} else {
						store.Set(key, values[step&63], cache.NoExpiration)
					}
				}
			}(task * share)
		}
		group.Wait()
	})
}

// It has no lists: they are read, added to and written, under a lock.
func lists(job Job) float64 {
	store := cache.New(cache.NoExpiration, 0)
	var lock sync.Mutex
	each := job.length / 10
	if each > job.steps {
		each = job.steps
	}
	if each < 1 {
		each = 1
	}
	count := job.steps / each
	if job.operation == "pop" {
		count = job.steps / job.length
	}
	if count < 1 {
		count = 1
	}
	names := make([]string, count)
	for number := range names {
		names[number] = key(number)
		items := make([]Item, job.length)
		for id := range items {
			items[id] = Item{id, "found something worth a look", false}
		}
		store.Set(names[number], items, cache.NoExpiration)
	}
	if job.operation == "pop" {
		return timed(job.steps, func() {
			for _, name := range names {
				lock.Lock()
				kept, _ = store.Get(name)
				store.Delete(name)
				lock.Unlock()
			}
		})
	}
	return timed(each*count, func() {
		for id := job.length; id < job.length+each; id++ {
			for _, name := range names {
				lock.Lock()
				found, _ := store.Get(name)
				items := append(found.([]Item), Item{id, "found something worth a look", false})
				store.Set(name, items, cache.NoExpiration)
				lock.Unlock()
			}
		}
	})
}

// Its clock cannot be moved: the entries live for a moment. All are freed in one call.
func expiry(job Job) float64 {
	store, keys, _ := filled(job, time.Millisecond)
	time.Sleep(10 * time.Millisecond)
	runtime.GC()
	if job.operation == "purge" {
		return timed(job.entries, store.DeleteExpired)
	}
	done, started := make(chan bool), make(chan bool)
	go func() {
		<-started
		store.DeleteExpired()
		done <- true
	}()
	longest, step := time.Duration(0), 0
	close(started)
	for {
		start := time.Now()
		store.Get(keys[step%job.entries])
		if elapsed := time.Since(start); elapsed > longest {
			longest = elapsed
		}
		step++
		select {
		case <-done:
			return float64(longest.Nanoseconds())
		default:
		}
	}
}

func memory(job Job) float64 {
	var before, after runtime.MemStats
	store := cache.New(cache.NoExpiration, 0)
	runtime.GC()
	runtime.ReadMemStats(&before)
	for number := 0; number < job.entries; number++ {
		store.Set(key(number), text(number, job.size), time.Hour)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(store)
	return float64(after.HeapAlloc-before.HeapAlloc) / float64(job.entries)
}

func main() {
	version, language := strings.Join(os.Args[1:], " "), "Go "+strings.TrimPrefix(runtime.Version(), "go")
	say := func(answer map[string]interface{}) {
		line, _ := json.Marshal(answer)
		fmt.Println(string(line))
	}
	say(map[string]interface{}{"peer": "go-cache", "version": version, "language": language})
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		job := read(lines.Text())
		figures := []float64{}
		for round := 0; round < job.rounds; round++ {
			runtime.GC()
			if figure, known := measure(job); known {
				figures = append(figures, figure)
			}
		}
		say(map[string]interface{}{"peer": "go-cache", "version": version, "subject": job.operation,
			"size": job.size, "tasks": job.tasks, "nanoseconds": figures})
	}
}
