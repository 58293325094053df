/** Each rule refuses what it is for, and lets the look-alike pass: shown on the real linter, line by line. */
import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
