import type { RailModule } from "../report.ts";
import { words } from "../text/words.ts";

const failure =
  /^\s*(?:\{?\s*["']?(?:error|exception|message|detail|status|statuscode)["']?\s*[:=]|(?:internal server error|bad gateway|service unavailable|gateway timeout|not found|forbidden|unauthorized|too many requests|access denied|page not found)\b|(?:http )?(?:error )?[45]\d\d\b|traceback \(most recent|undefined\s*$|null\s*$|nan\s*$|\[object object\]|(?:i'm|i am|i’m) (?:sorry|unable|afraid)\b|sorry, (?:but )?i (?:can|am)|i (?:cannot|can't|can’t|won't|won’t) (?:help|assist|write|create|provide|comply|fulfil)|as an ai\b)/i;
const fewestWords = 5;

/** There is a text, and it is not an error message or a refusal in the place of one. */
export const substance: RailModule = {
  name: "substance",
  run({ text, sentences }) {
    const isFailure = failure.test(text.slice(0, 400)) && text.length < 2000;
    const count = sentences.reduce((sum, sentence) => sum + words(sentence.plain).length, 0);
    if (!isFailure && count >= fewestWords) return { result: { rail: "substance", status: "pass" }, problems: [] };
    const message = isFailure ? "This is an error message or a refusal, not a text." : "There is no text to publish.";
    return {
      result: { rail: "substance", status: "fail", reason: message },
      problems: [{ rule: isFailure ? "error-text" : "empty-text", severity: "blocking", start: 0, end: text.length, message }],
    };
  },
};
