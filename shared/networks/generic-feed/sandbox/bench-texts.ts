/** What the benchmark's products are called: as long, and as hard to compress, as the titles and texts of real feeds. */
import { pick } from "../../../sandbox/catalogue.ts";
import { BRANDS, COLOURS } from "../../../sandbox/shops.ts";

const QUALITIES = [
  "Waterproof",
  "Lightweight",
  "Heavy Duty",
  "Insulated",
  "Adjustable",
  "Foldable",
  "Breathable",
  "Rechargeable",
  "Handmade",
  "Stainless",
  "Non-Slip",
  "Ultra Soft",
  "Compact",
  "Vintage",
  "Professional",
  "Silent",
] as const;
const MATERIALS = [
  "Cotton",
  "Merino Wool",
  "Leather",
  "Aluminium",
  "Bamboo",
  "Silicone",
  "Polyester",
  "Oak",
  "Ceramic",
  "Titanium",
  "Canvas",
  "Linen",
  "Suede",
] as const;
const THINGS: readonly (readonly [name: string, category: string])[] = [
  ["Trail Running Shoes", "Fashion > Shoes > Running"],
  ["Hiking Boots", "Fashion > Shoes > Boots"],
  ["Peristaltic Pump", "Industrial > Pumps"],
  ["Desk Lamp", "Home > Lighting > Lamps"],
  ["Coffee Grinder", "Kitchen > Coffee"],
  ["Winter Jacket", "Fashion > Jackets"],
  ["Travel Backpack", "Sports > Bags"],
  ["Cordless Drill", "Tools > Power Tools"],
  ["Wireless Headphones", "Electronics > Audio"],
  ["Garden Hose", "Garden > Watering"],
  ["Yoga Mat", "Sports > Fitness"],
  ["Baby Blanket", "Baby > Textiles"],
  ["Dog Harness", "Pets > Dogs"],
  ["Kitchen Scale", "Kitchen > Measuring"],
  ["Phone Case", "Electronics > Phones > Cases"],
  ["Bed Sheet Set", "Home > Textiles"],
  ["Camping Tent", "Sports > Camping"],
  ["Watch Strap", "Fashion > Watches"],
  ["Cast Iron Pan", "Kitchen > Cookware"],
  ["Pond Liner", "Garden > Ponds"],
  ["Hair Trimmer", "Health & Beauty > Hair"],
  ["LED Strip", "Home > Lighting > Strips"],
  ["Bicycle Pedals", "Sports > Cycling"],
  ["Air Purifier", "Home > Appliances"],
];
const USES = [
  "for Home and Office",
  "for Men and Women",
  "with Storage Bag",
  "for Outdoor Adventures",
  "for Everyday Use",
  "with Remote Control",
  "for Small Spaces",
  "with Two Year Warranty",
  "as a Gift",
  "for Laboratory and Workshop",
] as const;
const PROMISES = [
  "ships within one day from our own warehouse",
  "was tested by hand before it left the factory",
  "comes in a plastic-free box with spare parts",
  "keeps its shape and colour after years of use",
  "can be returned free of charge within sixty days",
  "fits most common sizes and models on the market",
  "needs no tools and is ready in less than five minutes",
  "is made in small series by a family business",
  "saves energy, space and a good deal of money",
  "is a favourite of our customers this season",
] as const;

export interface BenchTexts {
  readonly brand: string;
  readonly title: string;
  readonly description: string;
  readonly category: string;
}

/** @param bits and `more`: 32 well-mixed bits each */
export function benchTexts(index: number, bits: number, more: number): BenchTexts {
  const [thing, category] = pick(THINGS, bits >>> 3);
  const brand = pick(BRANDS, bits);
  const quality = pick(QUALITIES, bits >>> 9);
  const material = pick(MATERIALS, bits >>> 14);
  const colour = pick(COLOURS, bits >>> 20);
  const model = `${(more % 46_656).toString(36).toUpperCase()}-${index}`;
  return {
    brand,
    category,
    title: `${brand} ${quality} ${material} ${thing} ${model} ${pick(USES, more >>> 4)}, ${colour}, ${5 + (more % 95)} cm`,
    description:
      `This ${quality.toLowerCase()} ${thing.toLowerCase()} by ${brand} ${pick(PROMISES, more >>> 8)} ` +
      `and ${pick(PROMISES, more >>> 12)}. ${material}, ${colour}. Model ${model}.`,
  };
}
