// Deno KV in a file. Its values are at most 64 KiB; a batch reads at most ten keys, and writes a thousand.
// It frees what has expired in its own time, and finds by key only.

interface Job {
  operation: string;
  size: number;
  tasks: number;
  entries: number;
  length: number;
  steps: number;
  rounds: number;
}

const key = (number: number) => ["task:" + String(number).padStart(6, "0")];
const text = (number: number, size: number) => String(number % 1000000).padStart(6, "0") + "x".repeat(size - 6);
const scattered = (step: number, count: number) => {
  const mixed = BigInt.asUintN(32, BigInt(step) * 2654435769n);
  return Number((mixed * BigInt(count)) >> 32n);
};

function read(line: string): Job {
  const [operation, ...pairs] = line.trim().split(/\s+/);
  const numbers = Object.fromEntries(pairs.map((pair) => [pair.split("=")[0], Number(pair.split("=")[1])]));
  return { operation, size: 75, tasks: 1, entries: 1024, length: 0, steps: 0, rounds: 1, ...numbers };
}

const values = (job: Job) => Array.from({ length: 64 }, (_, number) => text(number, job.size));

async function filled(job: Job, path: string): Promise<Deno.Kv> {
  const kv = await Deno.openKv(path);
  const all = values(job);
  // A batch writes at most a thousand keys, and 800 KiB.
  const each = Math.min(1000, Math.max(1, Math.floor(200_000 / job.size)));
  for (let start = 0; start < job.entries; start += each) {
    const batch = kv.atomic();
    for (let number = start; number < Math.min(start + each, job.entries); number++) {
      batch.set(key(number), all[number & 63]);
    }
    await batch.commit();
  }
  return kv;
}

/** Nanoseconds for each of `count`. */
async function timed(count: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) * 1e6 / count;
}

async function measure(job: Job, path: string): Promise<number | null> {
  if (!["get", "set", "mset", "open"].includes(job.operation) || job.size > 65_000) return null;
  const kv = await filled(job, path);
  const all = values(job);
  const keys = Array.from({ length: job.steps }, (_, step) => key(scattered(step, job.entries)));
  try {
    switch (job.operation) {
      case "get":
        return await timed(job.steps, async () => {
          for (const each of keys) await kv.get(each);
        });
      case "set":
        return await timed(job.steps, async () => {
          const share = job.steps / job.tasks;
          await Promise.all(Array.from({ length: job.tasks }, async (_, task) => {
            for (let step = task * share; step < (task + 1) * share; step++) await kv.set(keys[step], all[step & 63]);
          }));
        });
      case "mset":
        return await timed(job.steps * job.length, async () => {
          for (let step = 0; step < job.steps; step++) {
            const batch = kv.atomic();
            for (let number = 0; number < job.length; number++) batch.set(key(number), all[number & 63]);
            await batch.commit();
          }
        });
      default:
        return await timed(1, async () => {
          const opened = await Deno.openKv(path);
          await opened.get(key(0));
          opened.close();
        });
    }
  } finally {
    kv.close();
  }
}

const hello = { peer: "Deno KV", version: Deno.version.deno, language: "Rust and SQLite, from TypeScript" };
console.log(JSON.stringify(hello));

const decoder = new TextDecoder();
let rest = "";
for await (const chunk of Deno.stdin.readable) {
  rest += decoder.decode(chunk, { stream: true });
  const lines = rest.split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const job = read(line);
    const nanoseconds: number[] = [];
    for (let round = 0; round < job.rounds; round++) {
      const folder = await Deno.makeTempDir();
      const figure = await measure(job, folder + "/kv.sqlite");
      await Deno.remove(folder, { recursive: true });
      if (figure !== null) nanoseconds.push(figure);
    }
    const { operation: subject, size, tasks } = job;
    console.log(JSON.stringify({ peer: hello.peer, version: hello.version, subject, size, tasks, nanoseconds }));
  }
}
