/** A side of a topic that readers ask about, and the words by which prose shows that it speaks of it. */
interface Aspect {
  /** Words in a question that mean this side. */
  asks: RegExp;
  /** Lower-case words and word beginnings of sentences that answer. */
  cues: RegExp;
}

const aspects: readonly Aspect[] = [
  {
    asks: /\b(?:what (?:is|are)(?! (?:known|planned|expected|done|said|the))|what it is|define|definition|meaning|mean(?:s)? by|overview|basics|explained|introduction|at a glance)\b/i,
    cues: /\b(?:(?:is|are) (?:an? )?(?:\p{L}+ ){1,3}?(?:that|which|of|for|where|made|used)|refers? to|means?|(?:is|are) called|known as|consists? of|defined? as|describes?|kind of|type of|form of)\b/giu,
  },
  {
    asks: /\b(?:why|matters?|important|reasons?|benefits?|advantages?|gains?|worth)\b/i,
    cues: /\b(?:because|so that|reasons?|benefits?|advantages?|important|matters?|prevents?|protects?|sav(?:es?|ed|ing)|improv\w+|reduc\w+|helps?|allows?|avoids?|lost|loss(?:es)?|loses?|without|risks?|costs?)\b/gi,
  },
  {
    asks: /\b(?:how (?:does|do|is|are) .{0,80}\bwork|how it works|mechanism|inside|under the hood|works?)\b/i,
    cues: /\b(?:works?|by \w+ing|when|each|then|first|stores?|reads?|writes?|sends?|keeps?|uses?|runs?|through|process|method|mechanism|measures?|compares?|turns?)\b/gi,
  },
  {
    asks: /\b(?:how (?:to|can|should|do you)|steps?|practice|start(?:ed)?|set ?up|apply|do it|use it|guide|method|approach|put into)\b/i,
    cues: /\b(?:first|then|next|before|after|start\w*|begin\w*|steps?|install\w*|configur\w+|set|run|choose|plan|test|check|keep|use|follow\w*|need|should|must|recommend\w*|can be)\b/gi,
  },
  {
    asks: /\b(?:costs?|prices?|spend\w*|budget|cheap\w*|expensive|money|pay)\b/i,
    cues: /[$€£]\s?\d|\b(?:costs?|prices?|priced|pay(?:s|ing)?|paid|fees?|budgets?|cheap\w*|expensive|spen[dt]\w*|sav(?:es?|ed|ings?)|dollars?|euros?|pounds?|per (?:month|year|kilo\w+))\b/gi,
  },
  {
    asks: /\b(?:risks?|problems?|limits?|limitations?|drawbacks?|wrong|dangers?|mistakes?|pitfalls?|careful|caveats?|fails?|challenges?|downsides?)\b/i,
    cues: /\b(?:risks?|problems?|fail\w*|limit\w*|drawbacks?|dangers?|dangerous|cannot|can't|errors?|mistakes?|loss|lost|lose|wrong|however|but|only|unless|difficult\w*|hard|slow\w*|damage\w*|warn\w*|careful\w*|complain\w*|critic\w*)\b/gi,
  },
  {
    asks: /\b(?:numbers?|figures?|measure\w*|results?|how (?:much|many|long|fast|large|big|often)|evidence|data|found|show|effect)\b/i,
    cues: /\d|\b(?:per ?cent|percent|half|third|quarter|doubled|tripled|average|median|measured|found|survey|study|studies|trial|rose|fell|grew|counted)\b/gi,
  },
  {
    asks: /\b(?:histor\w+|began|begin|origins?|came from|past|first|timeline|developed|so far|when)\b/i,
    cues: /\b(?:1[5-9]\d\d|20\d\d|century|founded|began|started|first|introduced|invented|opened|launched|originally|since|until|years? (?:ago|later))\b/gi,
  },
  {
    asks: /\b(?:who|people|makers?|experts?|users?|audience|voices?|say)\b/i,
    cues: /\b(?:said|says|according|researchers?|engineers?|director|founder|people|users?|customers?|farmers?|owners?|team|members?|professor|manager|[“"])\b/gi,
  },
  {
    asks: /\b(?:compare\w*|comparison|versus|vs|differ\w*|alternatives?|options?|choos\w+|choice|better)\b/i,
    cues: /\b(?:than|compared|unlike|whereas|while|both|instead|alternatives?|rather|differ\w*|versus|more|less|faster|slower|cheaper|either|other)\b/gi,
  },
  {
    asks: /\b(?:future|next|ahead|outlook|plans?|coming|expect\w*|trends?|tomorrow)\b/i,
    cues: /\b(?:will|plans?|planned|expect\w*|future|next|by 20\d\d|aims?|intends?|forecast\w*|upcoming|soon|continue\w*|growing)\b/gi,
  },
];

const formOfAsking = /\b(?:known|about|put into|begin|go on|come[s]?|kind|main|lead(?:s|ing)?|explain\w*|describe\w*|tell|look at)\b/gi;

/** A heading or question without the words that only ask: what is left says what about. */
export function withoutAsking(question: string): string {
  const asked = aspects.reduce((left, aspect) => left.replaceAll(new RegExp(aspect.asks, "gi"), " "), question);
  return asked.replaceAll(formOfAsking, " ");
}

/**
 * How strongly a text shows the aspects that a question asks for, from 0 to 1: two different cues of each are full strength.
 * Undefined when the question asks for none of them.
 */
export function aspectStrength(question: string, text: string): number | undefined {
  const asked = aspects.filter((aspect) => aspect.asks.test(question));
  if (asked.length === 0) return undefined;
  const strengths = asked.map(({ cues }) => {
    const shown = new Set(Array.from(text.matchAll(cues), ([cue]) => cue.toLowerCase()));
    return Math.min(1, shown.size / 2);
  });
  return Math.max(...strengths);
}
