extension LedgerReading {
    /// Until the customer knows; a ticket that ends first has nothing to acknowledge any more, even reopened.
    var acknowledgement: Course {
        var course = Course(clock: .acknowledgement, from: start)
        guard let step = steps.first(where: { $0.what == .acknowledged || isAnswer($0) || $0.standing.isEnded }) else {
            return course
        }
        course.stop = step.at
        course.isCancelled = step.standing.isEnded
        return course
    }

    /// Until a person answers; what lies between an end and a reopening does not count.
    var firstResponse: Course {
        var course = Course(clock: .firstResponse, from: start)
        if let answer = steps.first(where: isAnswer) {
            course.still = pauses(stretches(where: \.isEnded, until: answer.at).filter { $0.to != nil })
            course.stop = answer.at
        } else {
            finish(&course) { _ in true }
        }
        return course
    }

    /// Until the solution; every wait, every open proposal and every end that was taken back stands still.
    var resolution: Course {
        var course = Course(clock: .resolution, from: start)
        finish(&course) { $0 != .resolved }
        course.still += pauses(stretches(where: { $0 != .open && !$0.isEnded }, until: course.stop))
        return course
    }

    /// From each oldest unanswered message after the first answer to the next answer, or to the end.
    var nextResponses: [Course] {
        var courses: [Course] = []
        var free = 0
        for (index, step) in steps.enumerated() where index >= free && asks(index) {
            var course = Course(clock: .nextResponse, from: step.at)
            let rest = index + 1..<steps.count
            let last = rest.first { isAnswer(steps[$0]) || ends(steps[$0]) }
            if let last {
                course.stop = steps[last].at
                course.isCancelled = ends(steps[last])
            }
            free = last ?? steps.count
            courses.append(course)
        }
        return courses
    }

    /// From one word to the customer to the next, while the ticket is not ended.
    var silences: [Course] {
        var begins = [(at: start, index: 0)]
        for (index, step) in steps.enumerated() where tells(index) || step.what == .reopened && endedBefore(index) {
            begins.append((step.at, index + 1))
        }
        return begins.map { begin in
            var course = Course(clock: .progress, from: begin.at)
            let rest = begin.index..<steps.count
            if let stop = rest.first(where: { tells($0) || ends(steps[$0]) }) {
                course.stop = steps[stop].at
                course.isCancelled = steps[stop].what == .closed || steps[stop].what == .merged
            }
            let still = stretches(where: \.awaitsCustomer, until: course.stop)
            course.still = pauses(still.filter { $0.to ?? Int.max > begin.at })
            return course
        }
    }

    /// A person's words to the customer on a ticket that is not over.
    private func isAnswer(_ step: Step) -> Bool {
        (step.what == .humanReply || step.what == .proposed) && !step.standing.isEnded
    }

    private func ends(_ step: Step) -> Bool {
        step.what == .resolved || step.what == .closed || step.what == .merged
    }

    private func endedBefore(_ index: Int) -> Bool { index > 0 && steps[index - 1].standing.isEnded }

    /// Whether the customer's words ask for an answer: not before the first one, and not of a ticket that is over.
    private func asks(_ index: Int) -> Bool {
        let step = steps[index]
        guard step.what == .customerMessage || step.what == .objected else { return false }
        return step.standing != .closed && step.standing != .merged && steps[..<index].contains(where: isAnswer)
    }

    private func tells(_ index: Int) -> Bool {
        let step = steps[index]
        guard !step.standing.isEnded else { return false }
        return isAnswer(step) || step.what == .acknowledged || step.what == .progressSent
    }

    /// Takes the last end for the stop if it still lasts, and every other for a pause.
    private func finish(_ course: inout Course, isCancelled: (Standing) -> Bool) {
        let ends = stretches(where: \.isEnded, until: nil)
        course.still = pauses(ends.filter { $0.to != nil })
        guard let last = ends.last, last.to == nil else { return }
        course.stop = last.from
        course.isCancelled = isCancelled(last.standing)
    }

    /// A time through which something holds of the standing, with the standing it began with.
    private struct Stretch {
        let from: Int
        let to: Int?
        let standing: Standing
    }

    private func pauses(_ stretches: [Stretch]) -> [OraclePauses.Pause] {
        stretches.map { OraclePauses.Pause(from: $0.from, to: $0.to) }
    }

    /// The maximal stretches that begin before an instant, cut to it.
    private func stretches(where holds: (Standing) -> Bool, until: Int?) -> [Stretch] {
        var stretches: [Stretch] = []
        var first: Step?
        for step in steps {
            if first == nil, holds(step.standing) { first = step }
            guard let begun = first, !holds(step.standing) else { continue }
            stretches.append(Stretch(from: begun.at, to: step.at, standing: begun.standing))
            first = nil
        }
        if let first { stretches.append(Stretch(from: first.at, to: nil, standing: first.standing)) }
        guard let until else { return stretches }
        return stretches.filter { $0.from < until }
            .map { Stretch(from: $0.from, to: min($0.to ?? until, until), standing: $0.standing) }
    }
}
