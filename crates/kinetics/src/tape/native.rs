//! Instructions as code of the machine, by Cranelift. Sums, products and comparisons become single
//! machine instructions, which round as the interpreter's do; all other functions are called.

use super::code::{Function, Native};
use super::{Code, Instruction};
use crate::dag::{Bin, Un, binary, unary};
use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::{AbiParam, InstBuilder, MemFlagsData, SigRef, Signature, Value, types};
use cranelift_codegen::isa::CallConv;
use cranelift_codegen::settings::{self, Configurable};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use cranelift_jit::{JITBuilder, JITModule};
use cranelift_module::{FuncId, Module, default_libcall_names};
use std::collections::HashMap;

/// Instructions to a function of the machine: the time to place values in registers grows faster
/// than the number of instructions.
const CHUNK: usize = 1000;

/// One list of functions for each level, to be called in turn. None where the machine is not known
/// or Cranelift fails.
pub(super) fn compile(levels: &[&[Instruction]], registers: usize) -> Option<Native> {
    // Places in the registers are offsets of 32 bits.
    i32::try_from(registers.checked_mul(8)?).ok()?;
    let mut module = JITModule::new(JITBuilder::with_isa(isa()?, default_libcall_names()));
    let mut context = FunctionBuilderContext::new();
    let mut made: Vec<Vec<FuncId>> = Vec::new();
    for level in levels {
        let chunks = level.chunks(CHUNK).map(|chunk| define(&mut module, &mut context, chunk));
        made.push(chunks.collect::<Option<_>>()?);
    }
    module.finalize_definitions().ok()?;
    let functions = made.iter().map(|level| level.iter().map(|&id| Function::of(&module, id)).collect());
    let functions = functions.collect();
    Some(Native::new(module, functions, registers))
}

fn isa() -> Option<cranelift_codegen::isa::OwnedTargetIsa> {
    let mut flags = settings::builder();
    for (name, value) in
        [("use_colocated_libcalls", "false"), ("is_pic", "false"), ("enable_verifier", "false")]
    {
        flags.set(name, value).ok()?;
    }
    cranelift_native::builder().ok()?.finish(settings::Flags::new(flags)).ok()
}

fn define(
    module: &mut JITModule,
    context: &mut FunctionBuilderContext,
    instructions: &[Instruction],
) -> Option<FuncId> {
    let mut made = module.make_context();
    made.func.signature = module.make_signature();
    made.func.signature.params.push(AbiParam::new(types::I64));
    let id = module.declare_anonymous_function(&made.func.signature).ok()?;
    let mut builder = FunctionBuilder::new(&mut made.func, context);
    let block = builder.create_block();
    builder.append_block_params_for_function_params(block);
    builder.switch_to_block(block);
    builder.seal_block(block);
    let registers = builder.block_params(block)[0];
    let call = module.isa().default_call_conv();
    let mut writer = Writer { builder, call, registers, known: HashMap::new(), signatures: [None; 2] };
    instructions.iter().for_each(|instruction| writer.write(instruction));
    writer.builder.ins().return_(&[]);
    writer.builder.finalize(module.target_config());
    module.define_function(id, &mut made).ok()?;
    Some(id)
}

/// Writes one function.
struct Writer<'f> {
    builder: FunctionBuilder<'f>,
    call: CallConv,
    /// Where the registers of the tape lie.
    registers: Value,
    /// Those already read or computed.
    known: HashMap<u32, Value>,
    /// Of functions of one and of two numbers.
    signatures: [Option<SigRef>; 2],
}

impl Writer<'_> {
    fn write(&mut self, instruction: &Instruction) {
        let &Instruction { op, to, a, b, c } = instruction;
        let a = self.read(a);
        let value = match op {
            Code::Unary(op) => self.unary(op, a),
            Code::Binary(op) => {
                let b = self.read(b);
                self.binary(op, a, b)
            }
            Code::Select => {
                let (b, c) = (self.read(b), self.read(c));
                let holds = self.not_zero(a);
                self.builder.ins().select(holds, b, c)
            }
        };
        self.known.insert(to, value);
        self.builder.ins().store(MemFlagsData::trusted(), value, self.registers, offset(to));
    }

    fn read(&mut self, register: u32) -> Value {
        let Self { builder, registers, known, .. } = self;
        *known.entry(register).or_insert_with(|| {
            builder.ins().load(types::F64, MemFlagsData::trusted(), *registers, offset(register))
        })
    }

    fn unary(&mut self, op: Un, a: Value) -> Value {
        match op {
            Un::Neg => self.builder.ins().fneg(a),
            Un::Abs => self.builder.ins().fabs(a),
            Un::Sqrt => self.builder.ins().sqrt(a),
            _ => {
                let code = op as usize as i64;
                self.call(call_unary as *const () as usize, code, &[a])
            }
        }
    }

    fn binary(&mut self, op: Bin, a: Value, b: Value) -> Value {
        match op {
            Bin::Add => self.builder.ins().fadd(a, b),
            Bin::Sub => self.builder.ins().fsub(a, b),
            Bin::Mul => self.builder.ins().fmul(a, b),
            Bin::Div => self.builder.ins().fdiv(a, b),
            Bin::Lt => self.compare(FloatCC::LessThan, a, b),
            Bin::Le => self.compare(FloatCC::LessThanOrEqual, a, b),
            Bin::Eq => self.compare(FloatCC::Equal, a, b),
            _ => {
                let code = op as usize as i64;
                self.call(call_binary as *const () as usize, code, &[a, b])
            }
        }
    }

    fn not_zero(&mut self, a: Value) -> Value {
        let zero = self.builder.ins().f64const(0.0);
        self.builder.ins().fcmp(FloatCC::NotEqual, a, zero)
    }

    fn compare(&mut self, how: FloatCC, a: Value, b: Value) -> Value {
        let holds = self.builder.ins().fcmp(how, a, b);
        let (one, zero) = (self.builder.ins().f64const(1.0), self.builder.ins().f64const(0.0));
        self.builder.ins().select(holds, one, zero)
    }

    /// Calls the interpreter's own function.
    fn call(&mut self, address: usize, code: i64, operands: &[Value]) -> Value {
        let signature = self.signature(operands.len());
        let address = self.builder.ins().iconst(types::I64, address as i64);
        let code = self.builder.ins().iconst(types::I64, code);
        let operands: Vec<Value> = std::iter::once(code).chain(operands.iter().copied()).collect();
        let call = self.builder.ins().call_indirect(signature, address, &operands);
        self.builder.inst_results(call)[0]
    }

    fn signature(&mut self, operands: usize) -> SigRef {
        let Self { builder, call, signatures, .. } = self;
        *signatures[operands - 1].get_or_insert_with(|| {
            let mut signature = Signature::new(*call);
            signature.params.push(AbiParam::new(types::I64));
            signature.params.extend((0..operands).map(|_| AbiParam::new(types::F64)));
            signature.returns.push(AbiParam::new(types::F64));
            builder.import_signature(signature)
        })
    }
}

const fn offset(register: u32) -> i32 {
    8 * register as i32
}

extern "C" fn call_unary(code: usize, a: f64) -> f64 {
    Un::ALL.get(code).map_or(f64::NAN, |&op| unary(op, a))
}

extern "C" fn call_binary(code: usize, a: f64, b: f64) -> f64 {
    Bin::ALL.get(code).map_or(f64::NAN, |&op| binary(op, a, b))
}
