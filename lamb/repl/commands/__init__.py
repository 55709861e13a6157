"""The commands of the prompt, a module for each group of `:help`, in its order.

about        :help and its topics, :history, :quit
files        :load, :reload, :save, :edit, :lint, :format
names        :names, :info, :undo, :clear
reduction    :step, :trace, :machine, :bigstep, :compare, :graph, :check, :alpha
showing      :type, :debruijn, :blc, :ski, :convert, :tree, :diagram, :size, :time
theory       :bohm, :solvable, :diamond
settings     :strategy, :budget, :set
course       :learn

A command is a function of the prompt (`lamb.repl.repl.Repl`) and of the text behind its name, which says,
or raises, what there is to say. `lamb.repl.repl` registers and finds them.
"""
