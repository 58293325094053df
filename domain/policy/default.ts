/** The policy a new deployment starts with, installed by `system` (DESIGN.md §2 "Default policy", the table). */
import { type PolicyDocument, type Rule, type Slot } from './document.ts';

const reviewer: Slot = ['reviewer', 'risk-reviewer', 'security-reviewer', 'privacy-reviewer', 'legal-reviewer'];
const risk: Slot = ['risk-reviewer'];
const security: Slot = ['security-reviewer'];
const privacyOrLegal: Slot = ['privacy-reviewer', 'legal-reviewer'];
const useCaseOwner: Slot = ['use-case-owner'];

const rule = (parts: Partial<Rule>): Rule => ({
  checks: [],
  approvals: [],
  firstVersionApprovals: [],
  stepUp: false,
  ...parts,
});

const highChecks: Rule['checks'] = [
  'evaluation-report',
  'evaluation-threshold',
  'dataset-provenance',
  'artifact-scan',
  'committers-known',
];

export const DEFAULT_POLICY: PolicyDocument = {
  apiVersion: 'countersign/policy/v1',
  name: 'Countersign default',
  environments: {
    sandbox: { gated: false },
    staging: {
      gated: true,
      rules: {
        low: rule({ firstVersionApprovals: [reviewer] }),
        medium: rule({ approvals: [reviewer] }),
        high: rule({ approvals: [risk] }),
        critical: rule({ approvals: [risk, security] }),
      },
    },
    production: {
      gated: true,
      rules: {
        low: rule({ approvals: [reviewer] }),
        medium: rule({ checks: ['evaluation-report'], approvals: [reviewer, useCaseOwner] }),
        high: rule({ checks: highChecks, approvals: [risk, security] }),
        critical: rule({
          checks: [...highChecks, 'base-models-approved'],
          approvals: [risk, security, privacyOrLegal],
          stepUp: true,
        }),
      },
    },
  },
  limits: {
    low: { tokenMinutes: 60, approvalDays: 365, exemptionDays: 90, exemptionApprovers: 1 },
    medium: { tokenMinutes: 30, approvalDays: 182, exemptionDays: 60, exemptionApprovers: 1 },
    high: { tokenMinutes: 15, approvalDays: 91, exemptionDays: 30, exemptionApprovers: 1 },
    critical: { tokenMinutes: 10, approvalDays: 30, exemptionDays: 14, exemptionApprovers: 2 },
  },
  floors: {},
  thresholds: [
    { metric: 'accuracy', min: 0.8 },
    { metric: 'auc', min: 0.8 },
    { metric: 'f1', min: 0.7 },
  ],
  coolingOffHours: 24,
  tainted: 'block',
};
