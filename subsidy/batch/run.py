"""A batch from end to end: rows are read, decided, counted and written portion by portion, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from subsidy.batch.ahead import ahead
from subsidy.batch.expected import expected_rows
from subsidy.batch.files import names_of
from subsidy.batch.hashes import Hashes
from subsidy.batch.making import Making
from subsidy.batch.naming import naming
from subsidy.batch.output import IDENTITY, Output, named
from subsidy.batch.places import Places, places
from subsidy.batch.question import BatchQuestion, Progress, quietly
from subsidy.batch.receipt import (
    BatchReceipt,
    FileRecord,
    OptionsRecord,
    TotalsRecord,
    edition_records,
    engine,
    write_receipt,
)
from subsidy.batch.rejects import Rejects
from subsidy.batch.result import BatchResult, Written
from subsidy.batch.sinks import Limits, sink
from subsidy.batch.source import Rows, Source
from subsidy.batch.tally import RejectTally, Tally
from subsidy.batch.watches import of_a_batch
from subsidy.columns import BatchEvaluator, DecidedFrame
from subsidy.diagnostics import Diagnostic, InputError, SubsidyError
from subsidy.hashing import sha256_of
from subsidy.messages import Sayable, msg
from subsidy.quantities.fen import yuan_text

if TYPE_CHECKING:
    from subsidy.batch.sheets import Report


class LostRowsError(SubsidyError):
    """A defect of this program: a row was neither decided nor rejected, or both."""


def run_batch(question: BatchQuestion, progress: Progress = quietly) -> BatchResult:
    """Decides the rows of the tables asked for; writes the output, its receipt and the rejects; counts.

    Files appear all together at the end, or none of them. Raises `InputError` for tables and options that cannot be
    used, `UnknownNameError` for a scheme, edition, reading or choice that does not exist, `OSError` for files.
    """
    scheme = question.schemes[question.scheme]
    evaluator = BatchEvaluator(
        scheme, edition=question.edition, readings=question.readings, products=question.schemes.products
    )
    source = Source(question.reading, scheme.vocabulary, watches=of_a_batch(evaluator))
    where = places(question, source.loans)
    with ExitStack() as stack:
        hashes = stack.enter_context(Hashes(source.files))
        making = Making(where, question.encoding, stack)
        return _Batch(question, where, evaluator, source, hashes, making).run(progress)


def _report(question: BatchQuestion, making: Making) -> Report | None:
    if question.report is None:
        return None
    from subsidy.batch.sheets import Report

    return Report(question.report, question, making)


class _Batch:
    """One run, with all that it needs at hand."""

    def __init__(
        self,
        question: BatchQuestion,
        where: Places,
        evaluator: BatchEvaluator,
        source: Source,
        hashes: Hashes,
        making: Making,
    ) -> None:
        self.question, self.where, self.evaluator, self.source = question, where, evaluator, source
        self.hashes, self.making = hashes, making
        self.programs = {name: e.program for name, e in evaluator.evaluators.items()}
        self.naming = naming(question.headings, question.language, source.vocabulary, self.programs)
        self.tally, self.reject_tally = Tally(evaluator.benefits), RejectTally(source.vocabulary)
        self.rejects = Rejects(making.folder, source.places, self.naming, question.language)
        self.told = (*source.places, *(path for path in IDENTITY if path in source.paths))
        self.out = making.table(where.out)
        self.report = _report(question, making)
        writers = (Output(self.out, self.naming, evaluator.benefits), *(self.report.writers if self.report else ()))
        self.sink = sink(evaluator, writers, self.tally, making.folder)

    def run(self, progress: Progress) -> BatchResult:
        """Everything; the files appear as the last of it."""
        expected = sum(map(expected_rows, self.source.loans))
        whole = expected * self.sink.rounds
        read = 0
        for rows, found in ahead(self.source.rows(), lambda rows: self.evaluator.decide(rows.facts)):
            self._take(rows, found)
            read += rows.frame.height
            progress(min(read, expected), whole)
        if not read:
            raise InputError([Diagnostic("no-rows", msg("there are no rows to decide"))])
        limits = self.sink.settle(lambda written: progress(expected + expected * written // read, whole))
        rejects, removed = self._rejects()
        notices = [*self._rejects_alone(), *self._nothing_due(), *self.source.notices, *limits.notes, *removed]
        receipt = self._receipt(rejects)
        if self.where.receipt:
            write_receipt(receipt, self.making.path_for(self.where.receipt))
        result = self._result(limits, receipt, notices)
        if self.report:
            self.report.make(result, limits)
        self.making.publish()
        progress(whole, whole)
        return result

    def _take(self, rows: Rows, found: DecidedFrame) -> None:
        faults = (*rows.faults, *rows.placed(found.faults))
        rejected = self.reject_tally.count(faults, rows.place)
        decided = found.decisions.height
        if rows.frame.height != decided + rejected:
            raise LostRowsError(
                msg(
                    "a defect of this program: of {rows} rows {decided} were decided and {rejected} rejected; nothing "
                    "was written",
                    rows=rows.frame.height,
                    decided=decided,
                    rejected=rejected,
                )
            )
        self.rejects.take(rows, faults)
        if self.report:
            self.report.shown.take(rows.facts, found.decisions.get_column("row"))
        self.tally.count(found.decisions)
        self.sink.take(named(rows, found.decisions.get_column("row"), self.told), found.decisions)

    def _rejects(self) -> tuple[FileRecord | None, Sequence[Sayable]]:
        """Writes them, or removes those of an earlier run, which would not be true of this one."""
        place = self.where.rejects
        if place and self.reject_tally.rows:
            file = self.making.table(place)
            self.rejects.write(file)
            return FileRecord(place.name, file.finish(), self.reject_tally.rows), ()
        if place and place.exists():
            self.making.remove(place)
            return None, [msg("no row was rejected, so {file} of an earlier run was removed", file=place)]
        return None, ()

    def _rejects_alone(self) -> Iterator[Sayable]:
        """A limit over several loans gives to rejects alone what the others of their run have used up."""
        if self.source.are_rejects and any(program.limits for program in self.programs.values()):
            yield msg(
                "these are rejects of an earlier run, decided without its other loans: the limits that bind several "
                "loans together leave too much; for what is payable, decide all loans together"
            )

    def _nothing_due(self) -> Iterator[Sayable]:
        if rows := self.tally.nothing:
            yield msg(
                "eligible, but what is due comes to 0: rows {count}; look at their amounts and days", count=f"{rows:,}"
            )

    def _receipt(self, rejects: FileRecord | None) -> BatchReceipt:
        question, tally = self.question, self.tally
        mapping, flows = question.reading.mapping, question.reading.flows
        names = names_of(self.source.files)
        written = self.out.finish()
        return BatchReceipt(
            receipt="batch",
            engine=engine(),
            scheme=question.scheme,
            edition=question.edition,
            readings=dict(question.readings),
            editions=edition_records(self.programs[name] for name in tally.editions),
            inputs=[FileRecord(name, self.hashes.of(file), self.source.rows_of[file]) for file, name in names.items()],
            options=OptionsRecord(
                map=sha256_of(mapping) if mapping else None,
                sheet=question.reading.sheet,
                none=sorted(self.source.none),
                flows=names.get(flows, flows.name) if flows else None,
            ),
            output=FileRecord(self.where.out.name, written, tally.decided) if self.where.out else None,
            rejects=rejects,
            totals=TotalsRecord(yuan_text(tally.due_fen), yuan_text(tally.payable_fen)),
        )

    def _result(self, limits: Limits, receipt: BatchReceipt, notices: Sequence[Sayable]) -> BatchResult:
        tally, where = self.tally, self.where
        return BatchResult(
            scheme=self.question.scheme,
            title=self.evaluator.scheme.title,
            rows=tally.decided + self.reject_tally.rows,
            decided=tally.decided,
            rejected=self.reject_tally.rows,
            outcomes=tally.outcomes,
            benefits=tally.benefits,
            limits=limits.sums,
            reasons=tally.reasons(self.programs),
            missing=tally.missing(self.programs),
            rejects=self.reject_tally.kinds,
            notices=tuple(notices),
            written=Written(where.out, where.receipt, where.rejects if receipt.rejects else None, self.question.report),
            receipt=receipt,
        )
