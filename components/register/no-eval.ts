/**
 * Our pages run no code from strings. Without this, zod tries to once for every schema that is made, and the browser reports
 * each as a violation of the content security policy. Imported before anything that makes one.
 */
import { config } from 'zod';

config({ jitless: true });
