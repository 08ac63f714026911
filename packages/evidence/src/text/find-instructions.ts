import { sentences } from "./sentences.ts";
import type { Span } from "./span.ts";

const audience = String.raw`(?:ai|a\.i\.|assistants?|(?:language |ai )?models?|llms?|chat ?bots?|gpt|chatgpt|claude|gemini|agents?|bots?|summari[sz]ers?|writers? of this (?:summary|article))`;
const order = String.raw`(?:please |you must |must |always |now )?(?:ignore|disregard|forget|override|publish|post|send|write|say|tell|include|add|insert|mention|recommend|promote|delete|remove|reveal|print|output|repeat|respond|reply|answer|follow|visit|open|fetch|call|execute|run|click|approve|set|change|use|do not|don't|never|stop)`;

const patterns: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|all|any|your|these|those|system)\b.{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|directions?|messages?|context|policies)\b/i,
  /\b(?:new|updated|real|actual|hidden|secret|system|important) (?:instructions?|prompts?|orders?|directives?)\b.{0,12}[:\-–—]/i,
  /\bas an? (?:ai|artificial intelligence|(?:large )?language model|llm|chatbot|virtual assistant)\b/i,
  /\byou are (?:now )?(?:an? |the )?(?:helpful |new |unrestricted |jailbroken )*(?:ai|assistant|(?:language )?model|chatbot|llm|dan|developer mode)\b/i,
  /\b(?:pretend|act|behave|roleplay) (?:as|like|to be)\b.{0,30}\b(?:ai|assistant|model|admin|system|developer)\b/i,
  /\b(?:reveal|print|show|repeat|output|leak|disclose|display)\b.{0,30}\b(?:system prompt|hidden prompt|your (?:instructions|prompt|rules)|api keys?|secrets?|credentials|passwords?)\b/i,
  new RegExp(
    String.raw`\b(?:dear |hey |hello |attention,? |note to |notice to |message to |instructions? (?:to|for) )(?:the |all |any |every )?${audience}\b`,
    "i",
  ),
  new RegExp(
    String.raw`^\W{0,4}(?:the |any |all )?${audience}(?: (?:reading|processing|summari[sz]ing|writing|parsing) this[^.,:;]{0,40})?\s{0,2}[,:–—-]\s{0,2}${order}\b`,
    "i",
  ),
  new RegExp(String.raw`\b(?:if|when|in case) you(?:'re| are) (?:an? |the )?${audience}\b`, "i"),
  new RegExp(
    String.raw`\b(?:to|for) (?:the |any |all )${audience}(?: (?:that|who|which))? (?:reads?|reading|process(?:es|ing)?|summari[sz](?:es|ing))\b`,
    "i",
  ),
  new RegExp(
    String.raw`\b(?:the |any |all )${audience} (?:reading|processing|summari[sz]ing|parsing|that reads?|who reads?) (?:this|the)\b.{0,40}\b(?:must|should|shall|is to|are to|has to|needs? to)\b`,
    "i",
  ),
  /<\/?(?:system|assistant|user|instructions?|im_start|im_end)\b[^>]{0,40}>|<\|(?:im_start|im_end|system|assistant|user|endoftext)\|>|\[\/?(?:INST|SYSTEM)\]/,
  /^\W{0,4}(?:system|assistant)\s{0,2}:\s/i,
  /\b(?:do not|don't|never) (?:tell|inform|mention|reveal|show)\b.{0,30}\b(?:the user|the reader|the human|anyone that you|your operator)\b/i,
];

/**
 * The sentences of a text that speak to a machine instead of a reader: orders to ignore instructions, addresses to the AI, model
 * or assistant, markers of chat roles. Spans are sentences of the text; `quote` is `text.slice(start, end)`. Such passages are left
 * out of evidence boards and prompts.
 */
export function findInstructions(text: string): (Span & { quote: string })[] {
  return sentences(text)
    .filter((sentence) => patterns.some((pattern) => pattern.test(sentence.text)))
    .map(({ start, end, text: quote }) => ({ start, end, quote }));
}
