"""What a browser is asked to run on a page, to tell what no person would have to count."""

from __future__ import annotations

# What stands on the page in its own language, closed parts too, but not what is to be copied: a
# city's own words stand in that.
OWN_WORDS = """
const language = document.documentElement.lang, page = document.body.cloneNode(true);
const others = `textarea, [lang]:not([lang|="${language}"])`;
page.querySelectorAll(others).forEach((part) => part.remove());
const texts = document.createTreeWalker(page, NodeFilter.SHOW_TEXT), parts = [];
while (texts.nextNode()) parts.push(texts.currentNode.data);
return [language, parts.join(" ")];
"""
# By how many pixels the page is wider than the screen, its closed parts open; and each part that
# scrolls by itself without a name, or where no keyboard comes.
TOO_WIDE = """
const page = document.documentElement;
const closed = [...document.querySelectorAll("details:not([open])")];
closed.forEach((part) => { part.open = true; });
const scrolling = [...page.querySelectorAll("main *")].filter((part) =>
  part.scrollWidth > part.clientWidth && /auto|scroll/.test(getComputedStyle(part).overflowX)
  && part.tagName !== "TEXTAREA" && part.tagName !== "SELECT");
const nameless = scrolling.filter((part) => part.tabIndex !== 0
  || part.getAttribute("role") !== "region" || !part.getAttribute("aria-label"));
const found = [
  page.scrollWidth - page.clientWidth, nameless.map((part) => part.outerHTML.slice(0, 80))];
closed.forEach((part) => { part.open = false; });
return found;
"""
# From the first to the last of these, and a little around.
AROUND = """
const parts = [...document.querySelectorAll(arguments[0])].map((e) => e.getBoundingClientRect());
const [left, top] = [Math.min(...parts.map((e) => e.left)), Math.min(...parts.map((e) => e.top))];
const right = Math.max(...parts.map((e) => e.right));
const bottom = Math.max(...parts.map((e) => e.bottom));
return [left - 20, top - 20, right - left + 40, bottom - top + 40];
"""
# Everything that WCAG 2.2 AA asks and a program can tell, and what axe-core thinks good practice.
RUN_AXE = """
const [rules, done] = arguments;
axe.run(document, rules.length ? {runOnly: rules} : {}).then(
  (found) => done(found.violations.map((fault) => [fault.impact, fault.id, fault.help,
    fault.nodes.map((node) => node.target.join(" ")).slice(0, 3)])),
  (error) => done([["critical", "axe-core failed", String(error), []]]),
);
"""
