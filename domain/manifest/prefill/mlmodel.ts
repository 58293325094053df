/** An `MLmodel` file, as MLflow writes it: how to load a model, and of which run it came. It names no owner, data or use case. */
import type { Prefill, Question } from '../draft.ts';
import { plainValue } from '../tree.ts';
import { readYaml } from '../yaml.ts';
import { line, mapping, member } from './declared.ts';

export function prefillFromMlmodel(text: string, name = 'MLmodel'): Prefill {
  const source = `MLflow ${name}`;
  const { node, faults } = readYaml(text.replace(/^\ufeff/, ''));
  const file = node ? plainValue(node).value : {};
  const questions: Question[] = [];
  const fault = faults[0];
  if (fault)
    questions.push({
      field: '/description',
      why: `${name} could not be read in full: ${fault.message}. What does it say?`,
    });

  const flavors = Object.keys(mapping(member(file, 'flavors'))).slice(0, 16);
  const artifactPath = line(member(file, 'artifact_path'));
  const run = line(member(file, 'run_id'));
  const id = line(member(file, 'model_id')) ?? line(member(file, 'model_uuid'));
  const created = line(member(file, 'utc_time_created'));
  const writer = line(member(file, 'mlflow_version'));

  const known = [
    artifactPath,
    writer && `logged with MLflow ${writer}`,
    flavors.length > 0 && `flavors ${flavors.map((flavor) => line(flavor, 60)).join(', ')}`,
  ].filter(Boolean);
  if (run || id || created) {
    const facts = [run && `MLflow run ${run}`, id && `model ${id}`, created && `made ${created}`]
      .filter(Boolean)
      .join(', ');
    questions.push({ field: '/version', why: `Which version is this? The file says: ${facts}.` });
    questions.push({ field: '/source', why: `Which repository and commit made it? The file only says: ${facts}.` });
  }
  if (artifactPath)
    questions.push({ field: '/model', why: `What is it called? namespace/name. MLflow calls it '${artifactPath}'.` });
  questions.push(...pickles(member(file, 'flavors')));
  questions.push({
    field: '/lineage',
    why: `${name} names no base model. Which models was it made from? Or write from-scratch.`,
  });
  const description = line(known.join(', '));
  return { source, fields: description ? { description: { value: description, from: name } } : {}, questions };
}

/** Loading a pickle runs whatever code is in it, so a reviewer has to know (THREATS.md T11). */
function pickles(flavors: unknown): Question[] {
  return Object.values(mapping(flavors)).flatMap((flavor) => {
    const format = line(member(flavor, 'serialization_format'));
    const file = line(member(flavor, 'pickled_model'));
    if (!file && !format?.includes('pickle')) return [];
    const how = `${file ?? 'the model'} is a pickle${format ? ` (${format})` : ''}`;
    return [
      {
        field: '/artifact/path',
        why: `Loading it runs code, for ${how}. Can it be saved as ONNX, skops or safetensors instead?`,
      },
    ];
  });
}
