/** Something that goes wrong, for the person to whom it happens. */
export interface Trouble {
  title: string;
  /** What that person sees; `…` stands for what differs. */
  seen: readonly string[];
  why: string;
  mend: readonly string[];
}

/** The catalogue: what doctor advises and docs/troubleshooting.md is printed from. */
export const troubles = {
  node_too_old: {
    title: "Node is too old",
    seen: ["Cofounder needs Node 20.19 or newer, and this is Node …"],
    why: "The server and its tools use what older versions of Node do not have.",
    mend: ["Install Node 20.19 or newer and start again: `node --version` tells which one a terminal uses."],
  },
  no_network: {
    title: "No network at the first start",
    seen: ["The first start needs the network: the npm registry cannot be reached from here."],
    why: "The first start installs the packages of `package-lock.json`. Later starts need no network.",
    mend: [
      "Connect and start again. Behind a proxy set `HTTPS_PROXY`, behind a mirror `npm config set registry …`.",
      "Without a network, copy the whole folder with its `node_modules` from a machine of the same system and Node version.",
    ],
  },
  configuration: {
    title: "The configuration cannot be used",
    seen: ["The configuration cannot be used: …"],
    why: "A variable has a value that it cannot have. Staging and production also want their three secrets, each of them random and unlike the others.",
    mend: [
      "Each line names a variable and what would be right; `docs/configuration.md` lists them all.",
      "Make each secret with `openssl rand -base64 48` and keep it: another `JWT_SECRET` signs everybody out.",
    ],
  },
  port_taken: {
    title: "The port is taken",
    seen: ["Port 8000 is taken by another program. …"],
    why: "Another program listens there, often an earlier start of this server.",
    mend: ["Stop that program (`ss -ltnp` names it), or choose another port: `npm start -- --port 8001`."],
  },
  folder_in_use: {
    title: "The data folder is in use",
    seen: ["The folder … is in use by process …. Stop it first, or choose another folder."],
    why: "Two processes on one embedded database would destroy each other's writes, so the first one holds a lock. It ends with its process, also after a crash: there is no lock file to remove.",
    mend: [
      "Stop the process that is named, or let it run and use it.",
      "For a second server on the same machine give another folder: `DATA_DIR=.data-two npm start -- --port 8001`.",
      "For several servers on the same data use PostgreSQL: `docs/how-to/use-postgresql.md`.",
    ],
  },
  folder_not_writable: {
    title: "The data folder cannot be written",
    seen: [
      "DATA_DIR: the folder … cannot be written (EACCES). …",
      "The data folder … cannot be written by this user. …",
      "The folder … is not writable for this user. …",
    ],
    why: "The folder belongs to another user, or the disk is mounted read-only.",
    mend: ["Give the folder to the user who starts the server (`chown -R`), or choose another one with `DATA_DIR`."],
  },
  folder_of_another_version: {
    title: "The data folder was written by another version",
    seen: ["The data folder … was written by PostgreSQL …; this version reads PostgreSQL 18 files. …"],
    why: "The embedded database reads the files of one major version of PostgreSQL.",
    mend: [
      "Start the version of Cofounder that wrote the folder, or give this version another folder with `DATA_DIR`. Nothing in the old folder was changed.",
    ],
  },
  disk_full: {
    title: "The disk is full",
    seen: [
      "503: The disk is full: nothing can be written until there is space.",
      "There is no space left on the disk that holds the data folder …",
      "`components.storage` of `/api/health` is `degraded` (less than 200 MB left) or `unhealthy` (less than 10 MB)",
    ],
    why: "A write found no space. What was acknowledged before is kept, reading goes on, and waiting work goes on by itself when there is space.",
    mend: [
      "Make room on that disk: old logs and copies first; leave the files under `DATA_DIR` alone.",
      "Or stop the server, move the data folder to a larger disk and name it with `DATA_DIR`.",
    ],
  },
  database_away: {
    title: "The database cannot be reached",
    seen: [
      "DATABASE_URL: no PostgreSQL lets us in there. …",
      "DATABASE_URL: PostgreSQL refuses this user or this password.",
      "DATABASE_URL: there is no database of that name on that server. …",
      "503: The database cannot be reached just now.",
      "`components.database` of `/api/health` is `unhealthy`",
    ],
    why: "The PostgreSQL of `DATABASE_URL` is stopped, cannot be reached, takes no more connections, or does not let this user in.",
    mend: [
      "Try the same address by hand: `psql \"$DATABASE_URL\" -c 'select 1'`.",
      "A running server reconnects by itself as soon as the database is back, and its tasks go on. It needs no restart.",
      "Too many connections: each process may hold `DATABASE_POOL_MAX_SIZE` + `DATABASE_POOL_OVERFLOW` of them; all replicas together must stay below `max_connections`.",
    ],
  },
  redis_away: {
    title: "Redis cannot be reached",
    seen: ["REDIS_URL: no Redis answers there. Start it, or leave REDIS_URL empty."],
    why: "A server that was told of a Redis starts only when it answers. When Redis goes away later, requests are answered without being counted until it is back.",
    mend: ["Start Redis, or leave `REDIS_URL` empty: then each replica counts its own requests."],
  },
  lexical_only: {
    title: "Search works by words only",
    seen: ["Search works by words only: …", "`components.vector_search` of `/api/health` is `lexical_only`"],
    why: "The PostgreSQL server has no pgvector, or this user may not create it. Everything works without; passages that say the same in other words are found less often.",
    mend: [
      "Install pgvector on the database server; on Debian and Ubuntu: `apt install postgresql-16-pgvector`, with the number of your PostgreSQL.",
      'As a superuser of the database: `psql "$DATABASE_URL" -c "CREATE EXTENSION vector"`.',
      "The server finds it within five minutes and fills in what is missing; no restart is needed.",
    ],
  },
  engine_unwell: {
    title: "Tasks do not move",
    seen: ["`components.engine` of `/api/health` is `unhealthy`", "a task stays `queued`, or `running` at the same step"],
    why: "The workflow engine is not running in this process, or it waits for the database.",
    mend: [
      "Look at the server's log for lines with `part=engine`, and whether the database answers.",
      "Stop the server and start it again: each task goes on at the step it was in, and nothing is done twice.",
    ],
  },
  no_evidence: {
    title: "A task ends without a draft",
    seen: [
      "`error.code` of the task is `no_evidence`: no source could be read, or none speaks of the topic",
      "`error.code` of the task is `duplicate_topic`: a published post has nearly the same topic",
    ],
    why: "Nothing is written that no source bears out, and nothing that stands on the site already.",
    mend: [
      "`GET /api/content/tasks/{task_id}` says which of the two it is, and lists each source with its status and the reason.",
      "Give sources that speak of the topic in its own words, or name the topic more plainly, and ask again.",
      "Where a post about it is published, change that post, or choose a topic of its own.",
    ],
  },
  address_refused: {
    title: "An address is not fetched",
    seen: ["The address … is not on the public internet, so it is not fetched."],
    why: "Sources are fetched from public addresses only, so that nobody reads the inside of your network through this server.",
    mend: [
      "Save the page and give it as a file or as text.",
      "For development, `FETCH_ALLOW=host:port` opens a single private address; production refuses it.",
    ],
  },
  owner_link_lost: {
    title: "The link for the owner is gone",
    seen: [
      "There is no owner yet. Create the account with this one-time link: …",
      "This is not the setup token that the server printed when it started.",
    ],
    why: "Each start without an owner prints a new link; the one before it no longer works.",
    mend: [
      "Stop the server, start it again and use the link it prints. Or choose the token yourself with `SETUP_TOKEN`.",
      "No link is printed any more: an owner exists. Sign in with that account.",
    ],
  },
  password_forgotten: {
    title: "The password is forgotten",
    seen: ["The e-mail address or the password is not right."],
    why: "This version sends no mail and has no reset. Passwords are stored as hashes that nobody can read back.",
    mend: [
      "Stop the server and make a copy of the data (`docs/operations.md`, backup).",
      'Remove the account; posts, tasks and settings stay. On PostgreSQL: `psql "$DATABASE_URL" -c "delete from auth.users where email = \'you@example.com\'"`. On the embedded database, in the folder of the clone: `node --input-type=module -e \'import { createDatabase } from "@cofounder/database"; const d = await createDatabase({ url: "", dataDir: ".data/database" }); await d.sql.execute("delete from auth.users where email = $$you@example.com$$"); await d.close();\'`',
      "Start the server. When it was the owner's account, the start prints the link that creates the owner anew.",
    ],
  },
  account_locked: {
    title: "An account is locked",
    seen: ["429: Too many wrong passwords: try again in … minutes."],
    why: "Five wrong passwords within 30 minutes (`MAX_LOGIN_ATTEMPTS`, `LOCKOUT_DURATION_MINUTES`) lock an account for the address they came from, a hundred for everybody. The right password is refused meanwhile too.",
    mend: [
      "Wait for the time that the answer names (`Retry-After`). Sign in from another address if it cannot wait.",
      "Behind a proxy set `TRUST_PROXY`: otherwise all visitors share the proxy's address, and its lock.",
    ],
  },
  too_many_requests: {
    title: "Too many requests",
    seen: ["429: Too many requests. Wait … seconds."],
    why: "Each address, and each account, has `RATE_LIMIT_PER_MINUTE` requests a minute (1000). The headers `RateLimit-*` say what is left.",
    mend: [
      "Wait for the seconds in `Retry-After`. Instead of polling a task, read `GET /api/events`.",
      "Raise `RATE_LIMIT_PER_MINUTE`, or behind a proxy set `TRUST_PROXY`: otherwise all visitors count as one.",
    ],
  },
  busy: {
    title: "The server is busy",
    seen: ["503: The server is busy. Try again in a few seconds."],
    why: "The process has more to do than it can, so it turns requests away before it becomes slow for everybody.",
    mend: ["Repeat after `Retry-After`. When it stays so, look at `/metrics`, and use PostgreSQL and more replicas (`docs/operations.md`)."],
  },
  trail_broken: {
    title: "The trail is broken",
    seen: ["The trail is broken: row … was altered, or does not follow from the row before it."],
    why: "Somebody or something changed the table of events outside of the server, or a copy of the database is incomplete.",
    mend: [
      "Stop the server and keep a copy as it is: it is the evidence.",
      "Compare the row with earlier copies of the database, and restore the newest copy whose trail is whole.",
    ],
  },
} as const satisfies Record<string, Trouble>;

export type TroubleId = keyof typeof troubles;

const introduction = `# Troubleshooting

\`npm start -- --command=doctor\` looks at configuration, folder, database, search and port while the server is stopped, and says what to
mend. \`npx cofounder doctor\` asks a running server, and does the same where none answers. Every answer that is not a success says in
\`detail\` what is wrong, and its \`request_id\` finds the line in the log.
`;

/** docs/troubleshooting.md. */
export function printTroubles(): string {
  const entries: Trouble[] = Object.values(troubles);
  return [introduction, ...entries.map(printTrouble)].join("\n");
}

function printTrouble({ title, seen, why, mend }: Trouble): string {
  const list = (items: readonly string[]): string => items.map((item) => `* ${item}`).join("\n");
  return `## ${title}\n\nWhat you see:\n\n${list(seen.map(quoted))}\n\nWhy: ${why}\n\nWhat to do:\n\n${list(mend)}\n`;
}

/** What is said word for word stands as code; a description stands as it is. */
function quoted(text: string): string {
  return text.includes("`") || /^[a-z]/.test(text) ? text : `\`${text}\``;
}
