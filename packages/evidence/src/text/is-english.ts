import { words } from "./words.ts";

const english = new Set(
  "the and of to in is that it for was on are as with his they be at this have from or had by but not what all were when your can there an which their if will other about out many then them these so some her would make like him into time has look two more go see no way could than been its who now did get may only over new after also most such through between because before where under while during both each against".split(
    " ",
  ),
);
const others = new Set(
  "der die das und ist nicht ein eine mit auf für von zu den dem des im sich auch wird sind werden bei nach wie le la les des est et une un dans que pour qui sur pas plus par avec sont ce cette aux ses leur el los las del que es por con para una no se su como pero más il di che è della per non con sono dei delle gli anche nel het een van en dat niet zijn op voor met aan ook om maar bij os ao uma não mais são foi".split(
    " ",
  ),
);

/**
 * Whether a text reads as English, judged by its commonest function words. Texts too short to tell (fewer than 8 words) pass
 * when they are written in Latin letters.
 */
export function isEnglish(text: string): boolean {
  const letters = text.slice(0, 20_000).match(/\p{L}/gu)?.length ?? 0;
  const latin = text.slice(0, 20_000).match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters > 0 && latin / letters < 0.7) return false;
  const sample = words(text.slice(0, 20_000)).map((word) => word.text.toLowerCase());
  if (sample.length < 8) return true;
  const own = sample.filter((word) => english.has(word)).length;
  const foreign = sample.filter((word) => others.has(word) && !english.has(word)).length;
  return own / sample.length >= 0.04 ? foreign <= own : foreign / sample.length < 0.08;
}
