/** Words that half the world's passwords are made of. */
const commonWords = [
  "password",
  "passwort",
  "passwd",
  "qwerty",
  "letmein",
  "welcome",
  "iloveyou",
  "changeme",
  "trustno1",
  "administrator",
  "admin",
  "login",
  "dragon",
  "monkey",
  "football",
  "baseball",
  "sunshine",
  "princess",
  "superman",
  "batman",
  "shadow",
  "master",
  "whatever",
  "default",
  "guest",
  "cofounder",
];

/** Rows along which fingers and minds run: the alphabet, the digits, the keyboards. */
const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "qwertzuiop",
  "azertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn",
];
const tracks = [...rows, ...rows.map((row) => row.split("").toReversed().join(""))];

const lookalikes: Record<string, string> = { a: "[a4@]", e: "[e3]", i: "[i1!]", l: "[l1]", o: "[o0]", s: "[s5$]", t: "[t7]" };
const commonPattern = new RegExp(commonWords.map((word) => word.replace(/./g, (letter) => lookalikes[letter] ?? letter)).join("|"), "g");
const years = /(?:19|20)\d\d/g;
/** One unit of up to 8 characters said again and again. */
const repetition = /^(.{1,8})\1+$/s;

const shortestRun = 3;
const shortestName = 4;
const fewestUnpredictable = 5;

function runLength(text: string, from: number): number {
  const first = text.charAt(from);
  let longest = 1;
  while (text.charAt(from + longest) === first) longest += 1;
  for (const track of tracks) {
    const at = track.indexOf(first);
    if (at === -1) continue;
    let length = 1;
    while (at + length < track.length && track.charAt(at + length) === text.charAt(from + length)) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

function withoutRuns(text: string): string {
  let rest = "";
  for (let at = 0; at < text.length;) {
    const length = runLength(text, at);
    if (length < shortestRun) rest += text.charAt(at);
    at += length < shortestRun ? 1 : length;
  }
  return rest;
}

function namesIn(person: { email: string; username: string }): string[] {
  const [mailbox = "", domain = ""] = person.email.toLowerCase().split("@");
  const names = [mailbox, ...mailbox.split(/[._%+-]+/), domain, ...domain.split("."), person.username.toLowerCase()];
  return names.filter((name) => name.length >= shortestName).toSorted((a, b) => b.length - a.length);
}

/**
 * Whether a password is among the first that somebody would try: what is left of it without the person's own names,
 * common words (also with digits for letters), years, runs and repetitions has fewer than five different characters.
 */
export function isGuessable(password: string, person: { email: string; username: string }): boolean {
  const lower = password.toLowerCase();
  if (repetition.test(lower)) return true;
  let rest = lower;
  for (const name of namesIn(person)) rest = rest.replaceAll(name, "");
  rest = withoutRuns(rest.replace(commonPattern, "").replace(years, ""));
  return new Set(rest).size < fewestUnpredictable;
}
