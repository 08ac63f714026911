/** How a written unit measures: `value × factor + offset` is in the dimension's own unit. */
export interface Unit {
  dimension: string;
  factor: number;
  offset: number;
}

/** dimension: names × factor; names are singular and plural forms separated by spaces, as they stand in prose. */
const table: Readonly<Record<string, readonly (readonly [names: string, factor: number])[]>> = {
  length: [
    ["nm nanometer nanometers nanometre nanometres", 1e-9],
    ["µm μm micrometer micrometers micrometre micrometres micron microns", 1e-6],
    ["mm millimeter millimeters millimetre millimetres", 1e-3],
    ["cm centimeter centimeters centimetre centimetres", 0.01],
    ["m meter meters metre metres", 1],
    ["km kilometer kilometers kilometre kilometres", 1000],
    ["inch inches", 0.0254],
    ["ft foot feet", 0.3048],
    ["yd yard yards", 0.9144],
    ["mi mile miles", 1609.344],
  ],
  mass: [
    ["µg microgram micrograms", 1e-9],
    ["mg milligram milligrams", 1e-6],
    ["g gram grams gramme grammes", 1e-3],
    ["kg kilo kilos kilogram kilograms kilogramme kilogrammes", 1],
    ["t tonne tonnes", 1000],
    ["ton tons", 907.18474],
    ["lb lbs pound-mass", 0.45359237],
    ["oz ounce ounces", 0.028349523],
  ],
  time: [
    ["ns nanosecond nanoseconds", 1e-9],
    ["µs microsecond microseconds", 1e-6],
    ["ms millisecond milliseconds", 1e-3],
    ["s sec secs second seconds", 1],
    ["min mins minute minutes", 60],
    ["h hr hrs hour hours", 3600],
    ["day days", 86_400],
    ["week weeks", 604_800],
    ["fortnight fortnights", 1_209_600],
    ["month months", 2_629_800],
    ["quarter-year", 7_889_400],
    ["year years yr yrs", 31_557_600],
    ["decade decades", 315_576_000],
    ["century centuries", 3_155_760_000],
  ],
  bytes: [
    ["byte bytes", 1],
    ["kb kilobyte kilobytes", 1e3],
    ["mb megabyte megabytes", 1e6],
    ["gb gigabyte gigabytes", 1e9],
    ["tb terabyte terabytes", 1e12],
    ["pb petabyte petabytes", 1e15],
    ["kib kibibyte kibibytes", 1024],
    ["mib mebibyte mebibytes", 1024 ** 2],
    ["gib gibibyte gibibytes", 1024 ** 3],
    ["tib tebibyte tebibytes", 1024 ** 4],
  ],
  bits: [
    ["bit bits", 1],
    ["kbit", 1e3],
    ["mbit megabit megabits", 1e6],
    ["gbit gigabit gigabits", 1e9],
  ],
  speed: [
    ["m/s", 1],
    ["km/h kph", 1 / 3.6],
    ["mph", 0.44704],
    ["knot knots", 0.514444],
  ],
  area: [
    ["m² sqm", 1],
    ["km²", 1e6],
    ["hectare hectares ha", 1e4],
    ["acre acres", 4046.8564224],
    ["ft² sqft", 0.09290304],
  ],
  volume: [
    ["ml milliliter milliliters millilitre millilitres", 1e-3],
    ["l liter liters litre litres", 1],
    ["m³", 1000],
    ["gallon gallons gal", 3.785411784],
    ["pint pints", 0.473176473],
  ],
  energy: [
    ["j joule joules", 1],
    ["kj", 1e3],
    ["wh", 3600],
    ["kwh kilowatt-hour kilowatt-hours", 3.6e6],
    ["mwh megawatt-hour megawatt-hours", 3.6e9],
    ["gwh gigawatt-hour gigawatt-hours", 3.6e12],
    ["twh", 3.6e15],
    ["kcal calorie calories kilocalories", 4184],
  ],
  power: [
    ["w watt watts", 1],
    ["kw kilowatt kilowatts", 1e3],
    ["mw megawatt megawatts", 1e6],
    ["gw gigawatt gigawatts", 1e9],
    ["hp horsepower", 745.7],
  ],
  frequency: [
    ["hz hertz", 1],
    ["khz kilohertz", 1e3],
    ["mhz megahertz", 1e6],
    ["ghz gigahertz", 1e9],
  ],
  percent: [["% percent per-cent pct", 0.01]],
  points: [["percentage-point percentage-points pp", 0.01]],
  factor: [["times fold x ×", 1]],
  "money:USD": [
    ["$ usd us$ dollar dollars", 1],
    ["cent cents", 0.01],
  ],
  "money:EUR": [["€ eur euro euros", 1]],
  "money:GBP": [["£ gbp pound pounds quid", 1]],
  "money:JPY": [["¥ jpy yen", 1]],
  "money:CHF": [["chf franc francs", 1]],
};

function unitsByName(): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>();
  for (const [dimension, rows] of Object.entries(table)) {
    for (const [names, factor] of rows) for (const name of names.split(" ")) units.set(name, { dimension, factor, offset: 0 });
  }
  units.set("°c", { dimension: "temperature", factor: 1, offset: 0 });
  units.set("celsius", { dimension: "temperature", factor: 1, offset: 0 });
  units.set("°f", { dimension: "temperature", factor: 5 / 9, offset: -160 / 9 });
  units.set("fahrenheit", { dimension: "temperature", factor: 5 / 9, offset: -160 / 9 });
  units.set("kelvin", { dimension: "temperature", factor: 1, offset: -273.15 });
  return units;
}

const units = unitsByName();

/** Short names whose case tells them apart from other words: "5 M" is not metres, "5 T" not tonnes. */
const lowerOnly = new Set(["m", "t", "h", "s", "g", "l", "x", "min", "mi"]);

/** The unit that a word or sign right behind a numeral names, if any. */
export function unitOf(name: string): Unit | undefined {
  const [measured = "", per] = name.split("/");
  const whole = units.get(name.toLowerCase());
  if (per !== undefined && whole === undefined) {
    const unit = unitOf(measured);
    return unit === undefined ? undefined : { ...unit, dimension: `${unit.dimension}/${per.toLowerCase()}` };
  }
  const lowered = name.toLowerCase();
  return lowerOnly.has(lowered) && name !== lowered ? undefined : whole;
}
