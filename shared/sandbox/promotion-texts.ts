/** Titles, descriptions and terms of promotions, as advertisers type them: several languages, entities here and there. */

export interface PromotionText {
  readonly title: string;
  readonly description: string;
  readonly terms: string;
}

type Writer = (percent: number, goods: string, shop: string) => PromotionText;

const WRITERS: Readonly<Record<string, readonly Writer[]>> = {
  de: [
    (percent, goods, shop) => ({
      title: `${percent} % auf ${goods}`,
      description: `Spare ${percent} % auf ${goods} &amp; mehr bei ${shop}.`,
      terms: `Gilt nicht für reduzierte Ware.\nMindestbestellwert: ${percent * 3} €.`,
    }),
    (_percent, goods, shop) => ({
      title: `Kostenloser Versand für ${goods}`,
      description: `<p>${shop} verschickt heute <strong>versandkostenfrei</strong> &ndash; auch nach Österreich.</p>`,
      terms: "Nur für Neukunden.",
    }),
  ],
  fr: [
    (percent, goods, shop) => ({
      title: `-${percent} % sur les ${goods}`,
      description: `Profitez de ${percent}&nbsp;% de réduction chez ${shop}, dès aujourd&#039;hui.`,
      terms: "Offre non cumulable, valable sur les articles signalés.",
    }),
    (_percent, goods, shop) => ({
      title: `Livraison offerte : ${goods}`,
      description: `${shop} vous offre la livraison à partir de 49 € d'achat.`,
      terms: "",
    }),
  ],
  en: [
    (percent, goods, shop) => ({
      title: `${percent}% off ${goods.toLowerCase()}`,
      description: `Save ${percent}% at ${shop} this season. Terms &amp; conditions apply.`,
      terms: "Excludes sale items. New customers only.",
    }),
    (_percent, goods, shop) => ({
      title: `Buy one, get one free: ${goods}`,
      description: `Two for the price of one at ${shop}.`,
      terms: "While stocks last.",
    }),
  ],
  pl: [
    (percent, goods, shop) => ({
      title: `${percent}% zniżki: ${goods}`,
      description: `Oszczędź ${percent}% w sklepie ${shop} – tylko teraz!`,
      terms: "Promocje się nie łączą. Minimalna wartość zamówienia: 150 zł.",
    }),
  ],
  ar: [
    (percent, goods, shop) => ({
      title: `خصم ${percent}٪ على ${goods}`,
      description: `وفّر ${percent}٪ عند التسوق من ${shop}.`,
      terms: "لا يسري العرض على المنتجات المخفضة.",
    }),
  ],
};

export function promotionText(
  language: string,
  bits: number,
  percent: number,
  goods: string,
  shop: string,
): PromotionText {
  const writers = WRITERS[language] ?? WRITERS["en"] ?? [];
  const writer = writers[bits % writers.length];
  if (!writer) throw new RangeError(`there are no promotion texts in "${language}"`);
  return writer(percent, goods, shop);
}
