/** What an article is to be about. */
export interface Brief {
  topic: string;
  audience?: string | undefined;
  keywords?: readonly string[] | undefined;
  style: string;
}

/** One section to be: its heading and the question it answers. */
export interface SectionQuestion {
  heading: string;
  question: string;
}

/** {is} and {does} follow the number of the topic. */
const templates = {
  definition: { heading: "What it is", question: "What {is} {topic}?" },
  reason: { heading: "Why it matters", question: "Why {does} {topic} matter, and what are the benefits?" },
  working: { heading: "How it works", question: "How {does} {topic} work?" },
  practice: { heading: "How to put it into practice", question: "How can {topic} be put into practice, and what are the steps?" },
  results: { heading: "What the numbers show", question: "What results and figures are known about {topic}?" },
  limits: { heading: "Limits and risks", question: "What are the limits, risks and common mistakes with {topic}?" },
  cost: { heading: "What it costs", question: "What {does} {topic} cost, and what can be saved?" },
  history: { heading: "How it came about", question: "How did the history of {topic} begin and go on?" },
  people: { heading: "What people say", question: "Who speaks about {topic}, and what do they say?" },
  comparison: { heading: "How it compares", question: "How {does} {topic} compare with the alternatives?" },
  outlook: { heading: "What comes next", question: "What is planned or expected next for {topic}?" },
} satisfies Record<string, SectionQuestion>;

type Side = keyof typeof templates;

const sidesOfStyle: Readonly<Record<string, readonly Side[]>> = {
  technical: ["definition", "working", "practice", "results", "limits", "comparison"],
  narrative: ["history", "people", "reason", "results", "limits", "outlook"],
  listicle: ["reason", "practice", "results", "cost", "limits", "comparison"],
  educational: ["definition", "reason", "working", "practice", "limits", "results"],
  "thought-leadership": ["reason", "results", "comparison", "limits", "people", "outlook"],
};

const mostSections = 8;
const fromKeywords = 3;

/**
 * The sections of an article on a topic: four to eight headings with the question each answers, derived from the brief alone.
 * A topic that asks a question itself is the first section; keywords that add to the topic get sections of their own. Nothing is
 * stated about the topic. The same brief always gives the same plan.
 */
export function planQuestions(brief: Brief): SectionQuestion[] {
  const topic = subjectOf(brief.topic);
  const sides = sidesOfStyle[brief.style] ?? sidesOfStyle["educational"] ?? [];
  const own = isQuestion(brief.topic) ? [{ heading: "The short answer", question: endWithMark(brief.topic) }] : [];
  const keyed = newKeywords(brief, topic).map((keyword) => ({
    heading: capitalise(keyword),
    question: `What is known about ${keyword} in ${topic}?`,
  }));
  const room = mostSections - own.length - keyed.length;
  const plain = sides.slice(0, Math.min(room, sides.length)).map((side) => fill(templates[side], topic));
  const [first, ...rest] = plain;
  return [...own, ...(first === undefined ? [] : [first]), ...keyed, ...rest];
}

function fill(template: SectionQuestion, topic: string): SectionQuestion {
  const [is, does] = isPlural(topic) ? ["are", "do"] : ["is", "does"];
  const question = template.question.replace("{is}", is).replace("{does}", does);
  return { heading: template.heading, question: question.replace("{topic}", () => topic) };
}

/** By the last word before the first preposition: "heat pumps in winter" are many. */
function isPlural(topic: string): boolean {
  const head = topic.replace(/ (?:for|of|in|on|at|with|from|to|by|as|and|after|before|without|during|under) .*$/i, "");
  return / and /i.test(topic) || /[^suia'’]s$/i.test(head);
}

/** Keywords that say something the topic does not. */
function newKeywords(brief: Brief, topic: string): string[] {
  const seen = new Set([topic.toLowerCase()]);
  const found: string[] = [];
  for (const keyword of brief.keywords ?? []) {
    const plain = tidy(keyword);
    const lowered = plain.toLowerCase();
    if (plain.length < 3 || seen.has(lowered) || topic.toLowerCase().includes(lowered)) continue;
    seen.add(lowered);
    found.push(plain);
  }
  return found.slice(0, fromKeywords);
}

/** The thing itself: "Why backups matter" is about backups, "10 ways to save water" about saving water. */
function subjectOf(topic: string): string {
  const plain = tidy(topic)
    .replace(/^(?:an? )?(?:complete |beginner's |practical |short )?(?:guide|introduction|primer) (?:to|for|on) /i, "")
    .replace(/^\d{1,3} (?:\w+ )?(?:ways|tips|reasons|things|steps|ideas|mistakes|lessons) (?:to |for |about |on |in |why )?/i, "")
    .replace(/^(?:how to|how do (?:you|i|we)|why|how|what (?:is|are)|when to|when|where) /i, "")
    .replace(/^(?:do|does|did|is|are|can|should|will) /i, "")
    .replace(/ (?:matters?|works?)$/i, "");
  return plain === "" ? tidy(topic) : lowerFirst(plain);
}

function isQuestion(topic: string): boolean {
  return (
    /\?\s*$/.test(topic) || /^(?:why|how|what|when|where|who|which) (?:do|does|did|is|are|was|were|can|should|will|has|have)\b/i.test(topic.trim())
  );
}

function endWithMark(topic: string): string {
  return `${capitalise(tidy(topic))}?`;
}

function tidy(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/[\s.!?:;,]+$/, "");
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A capital that only opens the topic goes; one that belongs to a name or an abbreviation stays. */
function lowerFirst(text: string): string {
  const first = /^\S+/.exec(text)?.[0] ?? "";
  const isOrdinary = /^[A-Z][a-z]+$/.test(first) && /^(?:[A-Z][a-z]+)(?:s|ing|ion|ment|ness|ity|al|ed)$/.test(first);
  return isOrdinary || /^(?:The|A|An)$/.test(first) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
