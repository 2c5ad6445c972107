% Prints every array of a MAT-file, a line each, with tabs between: name, lengths of the axes, values.
%
%   octave-cli print_mat.m FILE.mat
%
% Numbers with all their digits and strings as they are, the first axis running fastest. Structures are left out.
1;  % a script, though it begins with a function
function line = values_of(array)
  if iscell(array)
    line = strjoin(cellfun(@char, array(:)', "UniformOutput", false), "\t");
  else
    line = strjoin(arrayfun(@(number) sprintf("%.17g", number), array(:)', "UniformOutput", false), "\t");
  end
end

results = load(argv(){1});
names = fieldnames(results);
for index = 1:numel(names)
  array = results.(names{index});
  if ~isstruct(array)
    lengths = strjoin(arrayfun(@num2str, size(array), "UniformOutput", false), "x");
    printf("%s\t%s\t%s\n", names{index}, lengths, values_of(array));
  end
end
