/** The rules of this repository that no linter brings. Each is proven by lint/fixtures (lint/lint.test.ts). */
import { domainFloors } from './rules/domain-floors.mjs';
import { domainPurity } from './rules/domain-purity.mjs';
import { layers } from './rules/layers.mjs';
import { noBarrels } from './rules/no-barrels.mjs';
import { noVagueNames } from './rules/no-vague-names.mjs';
import { onlyTransactWrites } from './rules/only-transact-writes.mjs';
import { testsCanFail } from './rules/tests-can-fail.mjs';

export default {
  meta: { name: 'countersign' },
  rules: {
    layers,
    'domain-floors': domainFloors,
    'domain-purity': domainPurity,
    'only-transact-writes': onlyTransactWrites,
    'no-barrels': noBarrels,
    'no-vague-names': noVagueNames,
    'tests-can-fail': testsCanFail,
  },
};
