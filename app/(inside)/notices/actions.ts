'use server';
import { formAction } from '#app/action.ts';
import { readAllNotices, readNotice } from '#services/notices/read-marks.ts';

export const readNoticeAction = formAction({ act: (ctx, fields) => readNotice(ctx, fields.text('id')) });

export const readAllAction = formAction({ act: (ctx, fields) => readAllNotices(ctx, fields.text('newest')) });
