/* The calculators of the customer guide. A rule is a function of what was typed and of the figures of the register, which
   the page hands over, so that no figure of the manual stands in this file. It answers
     {wrong: {field: what is wrong}}   or   {answer, notes}, in which {C5.T13} stands for a citation.
   In node the rules are tested alone; in a browser the forms, which are hidden without this script, are shown and answer. */
(function () {
  "use strict";

  /* ---- Amounts, in cents ------------------------------------------------------------------------------------------- */

  const ZEROS = {k: 3, thousand: 3, m: 6, mn: 6, mio: 6, million: 6, b: 9, bn: 9, billion: 9};
  const AMOUNT = /^(?:us ?)?\$? ?(?:usd ?)?(\d[\d., ]*?) ?(k|thousand|mn?|mio|million|bn?|billion)? ?(?:usd|us dollars|dollars)?$/;
  const UNCLEAR = "is not clear. Write a decimal with a dot, such as 12.5m, and put commas only between thousands, such as 12,500,000.";

  /* "$12,000,000", "12 000 000", "12m" and "12.5 million". What a reader elsewhere would take for another amount is refused:
     "12,5", "12.000", "12,500m". */
  function money(text) {
    const found = AMOUNT.exec(text.normalize("NFKC").replace(/\s+/g, " ").trim().toLowerCase());
    if (!found) return {wrong: "Write an amount in US dollars, such as 12,000,000, $12m or 12 million."};
    const [, digits, unit] = found, places = (ZEROS[unit] || 0) + 2;
    const plain = /^(\d+)(?:\.(\d+))?$/.exec(unit ? digits : digits.replace(/^(\d{1,3})((?:,\d{3})+|(?: \d{3})+)(?=\.|$)/, (all) => all.replace(/[, ]/g, "")));
    if (!plain || (plain[2] || "").length > places) return {wrong: `“${text.trim()}” ${UNCLEAR}`};
    const cents = plain[1].replace(/^0+(?=\d)/, "") + (plain[2] || "").padEnd(places, "0");
    return cents.length > 14 ? {wrong: "This is more than the page can count."} : {cents: Number(cents)};
  }

  function dollars(cents) {
    const text = String(cents).padStart(3, "0"), rest = text.slice(-2);
    return "$" + text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",") + (rest === "00" ? "" : "." + rest);
  }

  const inCents = (figure) => Number(figure.number + "00");

  /* A percentage of an amount, to the nearest cent, half a cent upwards; in whole numbers, so that nothing is lost. */
  function share(cents, percent) {
    const [whole, part = ""] = String(percent).split(".");
    const over = 10n ** BigInt(part.length + 2);
    return Number((2n * BigInt(cents) * BigInt(whole + part) + over) / (2n * over));
  }

  /* "12" may be meant for millions. */
  const small = (amounts) => amounts.filter((cents) => cents > 0 && String(cents).length < 6)
    .map((cents) => `You wrote ${dollars(cents)}. If you mean millions, write “m” or “million” after the number.`);

  /* ---- Days -------------------------------------------------------------------------------------------------------- */

  /* A date of the calendar at midnight UTC, so that no clock change moves it; null for what is none, such as 31 April. */
  function date(text) {
    const found = /^((?:19|2[01])\d\d)-(\d\d)-(\d\d)$/.exec(text);
    if (!found) return null;
    const day = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])));
    return day.toISOString().startsWith(text) ? day : null;
  }
  const WRONG_DATE = "Give a day that exists, with the year in four digits.";

  function later(day, {days = 0, years = 0, hours = 0}) {
    const at = new Date(day);
    at.setUTCFullYear(day.getUTCFullYear() + years, day.getUTCMonth(), day.getUTCDate() + days);
    at.setUTCHours(day.getUTCHours() + hours);
    if (years && at.getUTCMonth() !== day.getUTCMonth()) at.setUTCDate(0);  // 29 February has no anniversary: the day before
    return at;
  }

  const word = (day, part) => new Intl.DateTimeFormat("en-GB", {...part, timeZone: "UTC"}).format(day);
  const said = (day) => `${word(day, {weekday: "long"})} ${day.getUTCDate()} ${word(day, {month: "long"})} ${day.getUTCFullYear()}`;
  const ALL_DAYS = "All days of the calendar count, since the rule says days and not working days. The first day after the start is day 1.";

  /* ---- What was typed ---------------------------------------------------------------------------------------------- */

  /* Reads fields as they are asked for, and gathers what is wrong with them. */
  function reading(given) {
    const wrong = {};
    const filled = (field) => (given[field] || "").trim();
    return {
      wrong,
      fails: () => Object.keys(wrong).length > 0,
      chosen(field, known, please) {
        if (!known.includes(given[field])) wrong[field] = please;
        return given[field];
      },
      amount(field, please) {
        if (!filled(field)) { if (please) wrong[field] = please; return null; }
        const {cents, wrong: fault} = money(given[field]);
        if (fault) wrong[field] = fault;
        return fault ? null : cents;
      },
      day(field, please) {
        if (!filled(field)) { if (please) wrong[field] = please; return null; }
        const day = date(filled(field));
        if (!day) wrong[field] = WRONG_DATE;
        return day;
      },
    };
  }

  /* ---- Notice to Congress: C5.5.3.1., Tables C5.T13., C5.T16. and C5.T17. ------------------------------------------- */

  const VALUES = {mde: "Major Defense Equipment", total: "Whole case", construction: "Design and construction services"};
  const GROUPS = {  // whose threshold, tier and formal period hold; an organization of NATO has the short period alone
    "nato-plus-5": {threshold: "nato-plus-5", tier: "nato-plus-5", named: "Tier 1", formal: "nato-plus-5"},
    "nato-organization": {threshold: "other", tier: "other", named: "Tier 2", formal: "nato-plus-5"},
    other: {threshold: "other", tier: "other", named: "Tier 2", formal: "other"},
  };

  function reviewPeriod(given, figures) {
    const read = reading(given);
    const group = GROUPS[read.chosen("purchaser", Object.keys(GROUPS), "Choose who buys.")];
    const amounts = Object.fromEntries(Object.keys(VALUES).map((name) => [name, read.amount(name)]));
    const notified = read.day("notified"), {mde, total, construction} = amounts, some = Object.keys(VALUES).filter((name) => amounts[name] !== null);
    if (!some.length && !Object.keys(VALUES).some((name) => read.wrong[name])) read.wrong.total = "Give at least one value. Leave empty what the sale does not have.";
    if (mde !== null && total !== null && mde > total) read.wrong.mde = `This is more than the whole case, ${dollars(total)}.`;
    if (read.fails()) return {wrong: read.wrong};

    const limit = (name) => figures[`notice-threshold-${name}-${group.threshold}`];
    const over = (name) => amounts[name] >= inCents(limit(name));
    const needed = some.some(over);
    const notes = some.map((name) => `${VALUES[name]}: ${dollars(amounts[name])} ` + compared(amounts[name], limit(name)) + " (see {C5.T13}).");
    notes.push(...small(some.map((name) => amounts[name])));
    if (construction !== null) notes.push("The table does not say whether design and construction services also count in the value of the whole case. If your case has both, ask the Implementing Agency.");
    if (!needed) return {answer: "By these values, no notice to Congress is needed.", notes: notes.concat(unneeded(mde, total))};

    const tier = given.sensitive ? figures["tiered-review-sensitive"] : figures[`tiered-review-${group.tier}`], formal = figures[`formal-review-${group.formal}`];
    notes.push(
      `Informal review: ${tier.value} (${given.sensitive ? "Tier 3" : group.named}, see {C5.T16}). These days do not bind; the review ends when State has finished its talks with Congress (see {C5.5.6.3}).`,
      `Formal review: ${formal.value} (see {C5.T17}). Only an emergency that the President declares waives it (see {C5.5.6.4.5}).`);
    if (notified) notes.push(
      `Counted from ${said(notified)}, the formal review ends on ${said(later(notified, {days: formal.number}))}. If Congress does not object, the offer may follow when it has ended (see {C5.5.6.4.2}). ${ALL_DAYS}`);
    return {answer: "Notice to Congress is required before the offer.", notes};
  }

  function compared(cents, limit) {
    const away = cents - inCents(limit);
    return away ? `is ${dollars(Math.abs(away))} ${away > 0 ? "above" : "below"} the threshold of ${limit.value}` : `is exactly the threshold of ${limit.value}, and a sale that reaches it needs notice`;
  }

  function unneeded(mde, total) {
    const missing = [mde === null && "Major Defense Equipment", total === null && "the whole case"].filter(Boolean);
    const notes = missing.length ? [`You gave no value for ${missing.join(" and ")}. Each has a threshold of its own.`] : [];
    return notes.concat("If an Amendment or Modification later brings the case to a threshold, notice is needed then (see {C5.5.3.1}). If the sale was notified before, other rules count (see {C5.5.3.2}).");
  }

  /* ---- Days to an offer: Table C5.T6. and C5.3.2. ------------------------------------------------------------------- */

  const STARTS = {
    received: "the day the Implementing Agency received your Letter of Request",
    actionable: "the day your Letter of Request became actionable",
    complete: "the day the customer request was complete",
    asked: "the day of your request",
  };
  const CLOCKS = {
    A: {goal: "offer-goal-blanket-order", from: "received", to: "the offer"},
    B: {goal: "offer-goal-defined-order", from: "received", to: "the offer"},
    C: {goal: "offer-goal-complex-order", from: "actionable", to: "the offer"},
    D: {goal: "offer-goal-partner-capacity", from: "received", to: "the milestone BPC Wait"},
    "D-title-10": {goal: "offer-goal-partner-capacity", from: "complete", to: "the milestone BPC Wait"},
    PA: {goal: "p-and-a-answer", from: "asked", to: "the price and availability data"},
  };

  function offerDate(given, figures) {
    const read = reading(given);
    const clock = CLOCKS[read.chosen("category", Object.keys(CLOCKS), "Choose what you asked for.")];
    const start = clock && read.day(clock.from, "Give the day on which the clock starts.");
    if (read.fails()) return {wrong: read.wrong};

    const goal = figures[clock.goal], cite = given.category === "PA" ? "{C5.3.2}" : "{C5.T6}";
    const notes = [`${goal.value} from ${said(start)}, ${STARTS[clock.from]}, to ${clock.to} (see ${cite}). ${ALL_DAYS}`];
    if (given.category === "PA") notes.push("You should have the data by then; the paragraph promises nothing. It does not say whether the day on the request or the day of its receipt counts (see {C5.3.2}).");
    else notes.push(
      `It is a goal, not a promise: it is met if ${figures["offer-goal-share"].value} of documents keep the time (see {C5.T6}).`,
      "A significant change of your request may start the clock anew (see {C5.1.7.3}). Time in a hold that DSCA has approved does not count; notice to Congress and technology release do count (see {C5.4.2.2.1}).");
    if (clock.from === "received") notes.push(
      `If your request is not actionable by ${said(later(start, {days: figures["lor-actionable-follow-up"].number}))}, ${figures["lor-actionable-follow-up"].value} after receipt, the agency is encouraged to do more research or to ask you (see {C5.1.7.2.2}).`);
    return {answer: `Goal: ${said(later(start, {days: goal.number}))}.`, notes};
  }

  /* ---- Reports of discrepancies: C6.4.10.1., C6.4.10.1.1. and C6.4.10.2. -------------------------------------------- */

  const DEADLINES = {
    articles: {limit: "discrepancy-articles", starts: {delivered: "delivery", titled: "passage of title"}, takes: "earliest", answer: "Submit the report by"},
    services: {limit: "discrepancy-services", starts: {performed: "the end of the scheduled period of performance"}, answer: "Submit the report by"},
    "non-receipt": {limit: "discrepancy-non-receipt", starts: {scheduled: "the scheduled delivery date", billed: "the initial billing"}, takes: "latest", answer: "The claim must be received by"},
    sensitive: {limit: "discrepancy-sensitive-report", starts: {found: "discovery"}, cite: "{C6.4.10.1.1}", answer: "Report the shipment by"},
    "return-sensitive": {limit: "discrepancy-sensitive-return", starts: {directed: "the US direction to return it"}, cite: "{C6.4.10.1.1}", answer: "Ship it back by"},
    return: {limit: "discrepancy-return", starts: {received: "the day you received the US direction to return it"}, cite: "{C6.4.10.1.1}", answer: "Ship it back by"},
    unordered: {none: "We found no time limit in the manual for this report.", notes: ["You agree to report shipments that were misdirected or not ordered, whatever their value (see {C6.4.10.1.1} and {C6.4.10.2})."]},
    warranty: {none: "The time limit is in the warranty clause or the contract.", notes: ["It counts even if it is shorter than the limits of this page (see {C6.4.10.2})."]},
  };
  const OTHERS = {  // what a date that is not known would change, and what the paragraph adds
    articles: "The year runs from delivery or passage of title, whichever comes first. You gave one of the two; if the other was earlier, the time ends earlier.",
    "non-receipt": "The year runs from the scheduled delivery date or the initial billing, whichever is later. You gave one of the two; if the other is later, the time ends later.",
  };
  const ADDED = {
    articles: ["Later reports are disallowed, unless the US Government finds unusual and compelling circumstances that involve latent defects (see {C6.4.10.1}).", "A warranty may set a shorter time (see {C6.4.10.2})."],
    "non-receipt": ["A claim made more than the limit after the scheduled date may be considered so far as actual delivery is later (see {C6.4.10.1})."],
    sensitive: ["The value does not matter. Count hours of the clock: if clocks were changed in between, the hour shifts."],
    "return-sensitive": ["The US Government may direct a faster return (see {C6.4.10.1.1})."],
  };
  ADDED.services = ADDED.articles;
  ADDED.return = ADDED["return-sensitive"];

  function discrepancy(given, figures) {
    const read = reading(given), kind = read.chosen("kind", Object.keys(DEADLINES), "Choose what is wrong.");
    const deadline = DEADLINES[kind], valued = ["articles", "services", "non-receipt", "warranty"].includes(kind);
    const value = valued ? read.amount("value") : null;
    if (!deadline || deadline.none) return read.fails() ? {wrong: read.wrong} : {answer: deadline.none, notes: deadline.notes.concat(worth(value, figures))};
    const fields = Object.keys(deadline.starts), days = {};
    for (const field of fields) {
      const day = read.day(field, fields.length > 1 ? "" : "Give the day on which the time starts.");
      if (day) days[field] = day;
    }
    if (!Object.keys(days).length && !fields.some((field) => read.wrong[field])) read.wrong[fields[0]] = "Give at least one of the two days.";
    const hour = /^([01]\d|2[0-3]):([0-5]\d)/.exec(given.hour || "");
    if (kind === "sensitive" && !hour) read.wrong.hour = "Give the hour of discovery, such as 09:05. If you do not know it, 00:00 is on the safe side.";
    if (read.fails()) return {wrong: read.wrong};

    const known = Object.keys(days).sort((a, b) => (deadline.takes === "latest" ? days[b] - days[a] : days[a] - days[b]));
    const limit = figures[deadline.limit], from = days[known[0]], cite = deadline.cite || "{C6.4.10.1}";
    if (hour && kind === "sensitive") from.setUTCHours(Number(hour[1]), Number(hour[2]));
    const clock = (day) => said(day) + (kind === "sensitive" ? `, ${day.toISOString().slice(11, 16)}` : "");
    const end = later(from, {[limit.unit]: limit.number});
    const notes = [`${limit.value} from ${clock(from)}: ${deadline.starts[known[0]]}${fields.length > 1 && known.length > 1 ? `, the ${deadline.takes === "latest" ? "later" : "earlier"} of the two` : ""} (see ${cite}).`];
    if (fields.length > known.length) notes.push(OTHERS[kind]);
    if (limit.unit === "years" && end.getUTCDate() !== from.getUTCDate()) notes.push("That year has no 29 February; we take the day before, which is on the safe side.");
    if (limit.unit === "days") notes.push(ALL_DAYS);
    return {answer: `${deadline.answer} ${clock(end)}.`, notes: notes.concat(ADDED[kind], worth(value, figures))};
  }

  function worth(value, figures) {
    const least = figures["discrepancy-minimum"];
    if (value === null) return [];
    const away = value - inCents(least);
    if (away < 0) return [`${dollars(value)} is below ${least.value}: you may submit the report to document the problem, but it is not processed for compensation (see {C6.4.10.2}).`];
    if (away > 0) return [`${dollars(value)} is above ${least.value}, the least value at which a report is processed (see {C6.4.10.2}).`];
    return [`${dollars(value)} is exactly the least value. A report of ${least.value} or more is processed, but the paragraph also says that only reports over the minimum are reviewed for compensation. Ask the Implementing Agency (see {C6.4.10.2}).`];
  }

  /* ---- Administrative surcharge: memo 18-27, C9.9.1.5.2.8. ---------------------------------------------------------- */

  function surcharge(given, figures) {
    const read = reading(given), when = read.chosen("implemented", ["new", "old"], "Choose when the case or line was or will be implemented.");
    const value = read.amount("value", "Give the value of the articles and services."), contracted = read.amount("contracted");
    if (value !== null && contracted !== null && contracted > value) read.wrong.contracted = `This is more than the value of the articles and services, ${dollars(value)}.`;
    if (read.fails()) return {wrong: read.wrong};
    const start = figures["administrative-surcharge-start"].value;
    if (when === "old") return {answer: "An older rate holds, which this page does not have.", notes: [`The rate here is for cases and new lines implemented from ${start} (see {memo 18-27}). Ask the Implementing Agency which rate your line keeps.`]};

    const rate = figures["administrative-surcharge-rate"], fee = share(value, rate.number);
    const whole = figures["initial-deposit-small-surcharge"], part = figures["initial-deposit-surcharge-share"];
    const notes = [`${rate.value} of ${dollars(value)}. The rate rests on {memo 18-27}, as corrected by {memo 19-23}; we have not seen a newer one.`, ...small([value])];
    notes.push(fee <= inCents(whole)
      ? `An initial deposit that is not a share of the whole case includes all of it, since it is ${whole.value} or less (see {C9.9.1.5.2.8} and {C9.T17}).`
      : `An initial deposit that is not a share of the whole case includes ${part.value} of it, ${dollars(share(fee, part.number))}, since it is more than ${whole.value} (see {C9.9.1.5.2.8} and {C9.T17}).`);
    notes.push("If it is waived, another source must pay it (see {C9.6.1}).");
    if (contracted !== null) {
      const services = figures["contract-administration-rate"];
      notes.push(`Contract administration services: ${dollars(share(contracted, services.number))}, ${services.value} of ${dollars(contracted)}, for work in the continental United States. The rate rests on {memo 19-43}, in force from ${figures["contract-administration-start"].value}. It may be less or nothing under an agreement (see {C9.6.2}), and a surcharge overseas may come on top (see {C5.T3B}). We have not seen the rates of its parts.`);
    }
    return {answer: `Administrative surcharge: ${dollars(fee)}.`, notes};
  }

  const rules = {"review-period": reviewPeriod, "offer-date": offerDate, discrepancy, surcharge};
  if (typeof module === "object") { module.exports = {...rules, money, dollars, share}; return; }

  /* ---- The forms --------------------------------------------------------------------------------------------------- */

  for (const form of document.querySelectorAll("form[data-calculator]")) {
    const rule = rules[form.dataset.calculator], figures = JSON.parse(form.dataset.figures), links = JSON.parse(form.dataset.links);
    const fields = [...form.elements].filter((field) => field.name), chooser = form.querySelector("[data-chooses]");
    const answer = form.querySelector("[role=status]");

    const linked = (text) => text.split(/\{(.+?)\}/).map((part, n) => (n % 2 ? Object.assign(document.createElement("a"), {className: "sc-cite", href: links[part][1], textContent: links[part][0]}) : part));
    const line = (tag, text) => { const element = document.createElement(tag); element.append(...linked(text)); return element; };
    function mark(field, fault) {
      document.getElementById(field.id + "-wrong").textContent = fault || "";
      if (fault) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    }
    function typed(field) {
      if (field.closest("[hidden]")) return "";
      if (field.type === "checkbox") return field.checked ? "yes" : "";
      return field.validity.badInput ? "?" : field.value;
    }
    /* What was typed and what was answered must never disagree. */
    function stale(field) { answer.replaceChildren(); if (field) mark(field); }
    function fit() {
      if (chooser) for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(chooser.value);
    }
    form.addEventListener("input", (event) => { stale(event.target); fit(); });
    form.addEventListener("reset", () => setTimeout(() => { fields.forEach((field) => mark(field)); stale(); fit(); }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const result = rule(Object.fromEntries(fields.map((field) => [field.name, typed(field)])), figures), wrong = result.wrong || {};
      fields.forEach((field) => mark(field, wrong[field.name]));
      stale();
      if (result.wrong) return fields.find((field) => wrong[field.name]).focus();
      const list = document.createElement("ul");
      list.append(...result.notes.map((note) => line("li", note)));
      answer.append(line("p", result.answer), list);
    });
    form.closest(".sc-calc").hidden = false;
    fit();
  }
})();
