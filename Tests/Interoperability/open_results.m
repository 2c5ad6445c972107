results = load("divergence.mat");  % memprobe export results/divergence.h5 -o divergence.mat
disp(strjoin(results.dimensions.mean_settled_steps', " x "))
lstm = strcmp(results.cell, "lstm");
disp(round(squeeze(results.mean_settled_steps(lstm, 1, :, :))))  % hidden sizes x input sizes
steps = results.threshold_steps(~lstm, 1, results.hidden_size == 64, :, :, results.threshold == 1e-6);
disp(mean(squeeze(steps), 2)')  % one mean for every input size
disp(median(results.settled_steps(results.settled == 1)))  % without censored runs
