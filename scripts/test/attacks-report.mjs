import { basename } from 'node:path';

/** Prints each threat that the tests stand for, and whether the product held. A test that did not run shows nothing, and counts as broken. */
export default class AttacksReport {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules) {
    let broken = 0;
    for (const module of modules.toSorted((one, other) => one.moduleId.localeCompare(other.moduleId))) {
      console.log(`\n${basename(module.moduleId).replace(/(\.security)?\.test\.ts$/, '')}`);
      for (const error of module.errors()) console.log(`  BROKEN  ${error.message}`);
      broken += module.errors().length;
      for (const test of module.children.allTests()) {
        const held = test.result().state === 'passed';
        if (!held) broken += 1;
        console.log(`  ${held ? 'held  ' : 'BROKEN'}  ${test.fullName}`);
        for (const { message } of test.result().errors ?? []) console.log(`          ${message.split('\n')[0]}`);
      }
    }
    console.log(broken === 0 ? '\nAll held.' : `\n${broken} broken.`);
  }
}
