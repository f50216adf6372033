//! The one place where code of the machine is called.
#![allow(unsafe_code, reason = "calling code made at run time cannot be checked by the compiler")]

use cranelift_jit::JITModule;
use cranelift_module::FuncId;
use std::fmt;
use std::mem::ManuallyDrop;
use std::sync::Mutex;

/// A function made at run time. It reads and writes at its argument as many registers as the
/// [`Native`] that holds it was told.
#[derive(Clone, Copy)]
pub(super) struct Function(unsafe extern "C" fn(*mut f64));

impl Function {
    /// The function must take one pointer and return nothing, in the calling convention of C.
    pub(super) fn of(module: &JITModule, id: FuncId) -> Self {
        let address = module.get_finalized_function(id);
        // SAFETY: `native::define` gives every function of the module this signature, and it is
        // finalised. It lives as long as the module, which lies in the same `Native`.
        Self(unsafe { std::mem::transmute::<*const u8, unsafe extern "C" fn(*mut f64)>(address) })
    }
}

/// Functions made at run time, and the memory they lie in.
pub(super) struct Native {
    module: ManuallyDrop<Mutex<JITModule>>,
    /// For each level, to be called in turn.
    levels: Vec<Vec<Function>>,
    registers: usize,
}

impl Native {
    /// The functions must belong to the module and touch only the first `registers` numbers.
    pub(super) fn new(module: JITModule, levels: Vec<Vec<Function>>, registers: usize) -> Self {
        Self { module: ManuallyDrop::new(Mutex::new(module)), levels, registers }
    }

    /// Runs the functions of a level; false, and nothing is done, where there are none or too few
    /// registers.
    pub(super) fn run(&self, registers: &mut [f64], level: usize) -> bool {
        let Some(functions) = self.levels.get(level).filter(|_| registers.len() >= self.registers) else {
            return false;
        };
        for Function(function) in functions {
            // SAFETY: the function touches only the first `self.registers` numbers, which are there
            // and borrowed by us alone; its code lives as long as `self.module`.
            unsafe { function(registers.as_mut_ptr()) };
        }
        true
    }
}

impl fmt::Debug for Native {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let functions: usize = self.levels.iter().map(Vec::len).sum();
        f.debug_struct("Native").field("functions", &functions).finish_non_exhaustive()
    }
}

impl Drop for Native {
    fn drop(&mut self) {
        // SAFETY: the module is taken once, here, and no function of it can be called any more: all
        // calls borrow `self`.
        let module = unsafe { ManuallyDrop::take(&mut self.module) };
        if let Ok(module) = module.into_inner() {
            // SAFETY: as above.
            unsafe { module.free_memory() };
        }
    }
}
