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

/** Asked behind the topic and a colon, which fits a thing, many things and a whole clause alike. */
const sides = {
  definition: { heading: "What it is", question: "what is meant?" },
  reason: { heading: "Why it matters", question: "why does this matter, and what are the benefits?" },
  working: { heading: "How it works", question: "how does this work?" },
  practice: { heading: "How to put it into practice", question: "how is this put into practice, and in which steps?" },
  results: { heading: "What the numbers show", question: "which results and figures are known?" },
  limits: { heading: "Limits and risks", question: "what are the limits, risks and common mistakes?" },
  cost: { heading: "What it costs", question: "what does this cost, and what can be saved?" },
  history: { heading: "How it came about", question: "what is the history, and how did it begin?" },
  people: { heading: "What people say", question: "who speaks about this, and what do they say?" },
  comparison: { heading: "How it compares", question: "how does this compare with the alternatives?" },
  outlook: { heading: "What comes next", question: "what is planned or expected next?" },
} satisfies Record<string, SectionQuestion>;

type Side = keyof typeof sides;

const sidesOfStyle: Readonly<Record<string, readonly Side[]>> = {
  technical: ["definition", "working", "practice", "results", "limits", "comparison"],
  narrative: ["history", "people", "reason", "results", "limits", "outlook"],
  listicle: ["reason", "practice", "results", "cost", "limits", "comparison"],
  educational: ["definition", "reason", "working", "practice", "limits", "results"],
  "thought-leadership": ["reason", "results", "comparison", "limits", "people", "outlook"],
};

const mostSections = 8;
const fromKeywords = 6;
const fewestSides = 2;

/**
 * The sections of an article on a topic: four to eight headings with the question each answers, derived from the brief alone.
 * A topic that asks a question itself is the first section; keywords that add to the topic get sections of their own. Nothing is
 * stated about the topic. The same brief always gives the same plan.
 */
export function planQuestions(brief: Brief): SectionQuestion[] {
  const topic = subjectOf(brief.topic);
  const isClause = /^(?:how|why|when|where|what|which|who)\b/i.test(tidy(brief.topic));
  const own = isQuestion(brief.topic) ? [{ heading: "The short answer", question: `${capitalise(tidy(brief.topic))}?` }] : [];
  const keyed = newKeywords(brief, topic).map((keyword) => ({ heading: capitalise(keyword), question: questionAbout(keyword, topic) }));
  const wanted = (sidesOfStyle[brief.style] ?? sidesOfStyle["educational"] ?? []).filter((side) => !isClause || side !== "definition");
  const room = Math.max(fewestSides - own.length, Math.min(wanted.length, mostSections - own.length - keyed.length));
  const [first, ...rest] = wanted.slice(0, room).map((side) => ({ heading: sides[side].heading, question: `${topic}: ${sides[side].question}` }));
  return [...own, ...(first === undefined ? [] : [first]), ...keyed, ...rest];
}

/** A keyword of one word means too much alone. */
function questionAbout(keyword: string, topic: string): string {
  return keyword.includes(" ") ? `What is known about ${keyword}?` : `${topic}: what is known about ${keyword}?`;
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

/** The thing itself: "A short guide to composting" is about composting, "10 ways to save water" about saving water. */
function subjectOf(topic: string): string {
  const plain = tidy(topic)
    .replace(/^(?:an? |the )?(?:complete |beginner'?s |practical |short |ultimate )?(?:guide|introduction|primer) (?:to|for|on) /i, "")
    .replace(/^\d{1,3} (?:\p{L}+ )?(?:ways|tips|reasons|things|steps|ideas|mistakes|lessons) (?:to |for |about |on |in |why )?/iu, "");
  return capitalise(plain === "" ? tidy(topic) : plain);
}

function isQuestion(topic: string): boolean {
  const verb = "do|does|did|is|are|was|were|can|could|should|will|would|has|have";
  return topic.trim().endsWith("?") || new RegExp(`^(?:why|how|what|when|where|who|which) (?:${verb})\\b`, "i").test(topic.trim());
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
