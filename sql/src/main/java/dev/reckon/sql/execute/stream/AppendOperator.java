package dev.reckon.sql.execute.stream;

import dev.reckon.sql.execute.Evaluation;
import dev.reckon.sql.execute.Operator;
import dev.reckon.sql.execute.OperatorFactory;
import dev.reckon.storage.batch.Batch;
import java.util.List;
import java.util.Optional;

/// The rows of several inputs, one input after the other. An input is opened when its turn comes.
public final class AppendOperator implements Operator {
    private final List<OperatorFactory> inputs;
    private final Evaluation evaluation;
    private int nextInput;
    private Optional<Operator> current = Optional.empty();

    public AppendOperator(List<OperatorFactory> inputs, Evaluation evaluation) {
        this.inputs = inputs;
        this.evaluation = evaluation;
    }

    @Override
    public Optional<Batch> next() {
        while (true) {
            if (current.isPresent()) {
                Optional<Batch> batch = current.get().next();
                if (batch.isPresent()) {
                    return batch;
                }
                close();
            }
            if (nextInput == inputs.size()) {
                return Optional.empty();
            }
            current = Optional.of(inputs.get(nextInput++).open(evaluation));
        }
    }

    @Override
    public void close() {
        current.ifPresent(Operator::close);
        current = Optional.empty();
    }
}
