/*
 * Made by scripts/known-keys.ts from the rules of gitleaks 8.30.1, which are under this licence:
 *
 * MIT License
 *
 * Copyright (c) 2019 Zachary Rice
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all
 * copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 * SOFTWARE.
 */

/** Regular expressions of keys and tokens, without the boundaries around them. Each begins with letters of its own. */
export const KNOWN_KEYS: readonly string[] = [
  String.raw`(?:EAAA|sq0atp-)[\w-]{22,60}`,
  String.raw`(?:fo1_[\w-]{43}|fm1[ar]_[a-zA-Z0-9+\/]{100,}={0,3}|fm2_[a-zA-Z0-9+\/]{100,}={0,3})`,
  String.raw`(?:ghu|ghs)_[0-9a-zA-Z]{36}`,
  String.raw`(?:pat|sat)\.[a-zA-Z0-9_-]{22}\.[a-zA-Z0-9]{24}\.[a-zA-Z0-9]{20}`,
  String.raw`(?:sc|ext|scauth|authress)_[a-zA-Z0-9]{5,30}\.[a-zA-Z0-9]{4,6}\.(?:acc)[_-][a-zA-Z0-9-]{10,32}\.[a-zA-Z0-9+/_=-]{30,120}`,
  String.raw`(?:sk|rk)_(?:test|live|prod)_[a-zA-Z0-9]{10,99}`,
  String.raw`(HRKU-AA[0-9a-zA-Z_-]{58})`,
  String.raw`4b1d[A-Za-z0-9]{38}`,
  String.raw`A3-[A-Z0-9]{6}-(?:(?:[A-Z0-9]{11})|(?:[A-Z0-9]{6}-[A-Z0-9]{5}))-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}`,
  String.raw`ABSK[A-Za-z0-9+/]{109,269}={0,2}`,
  String.raw`AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}`,
  String.raw`AKCp[A-Za-z0-9]{69}`,
  String.raw`API-[A-Z0-9]{26}`,
  String.raw`CLOJARS_[a-zA-Z0-9]{60}`,
  String.raw`EAA[MC][a-zA-Z0-9]{100,}`,
  String.raw`EZAK[a-zA-Z0-9]{54}`,
  String.raw`EZTK[a-zA-Z0-9]{54}`,
  String.raw`FLWSECK_TEST-[a-hA-H0-9]{12}`,
  String.raw`FLWSECK_TEST-[a-hA-H0-9]{32}-X`,
  String.raw`GR1348941[\w-]{20}`,
  String.raw`LTAI[a-zA-Z0-9]{20}`,
  String.raw`PMAK-[a-fA-F0-9]{24}\-[a-fA-F0-9]{34}`,
  String.raw`SG\.[a-zA-Z0-9=_\-\.]{66}`,
  String.raw`SK[0-9a-fA-F]{32}`,
  String.raw`api_org_[a-zA-Z]{34}`,
  String.raw`cmVmd[A-Za-z0-9]{59}`,
  String.raw`dapi[a-f0-9]{32}(?:-\d)?`,
  String.raw`doo_v1_[a-f0-9]{64}`,
  String.raw`dop_v1_[a-f0-9]{64}`,
  String.raw`dor_v1_[a-fA-F0-9]{64}`,
  String.raw`dp\.pt\.[a-zA-Z0-9]{43}`,
  String.raw`dt0c01\.[a-zA-Z0-9]{24}\.[a-zA-Z0-9]{64}`,
  String.raw`duffel_(?:test|live)_[a-zA-Z0-9_\-=]{43}`,
  String.raw`eyJrIjoi[A-Za-z0-9]{70,400}={0,3}`,
  String.raw`fio-u-[a-zA-Z0-9\-_=]{64}`,
  String.raw`gho_[0-9a-zA-Z]{36}`,
  String.raw`ghp_[0-9a-zA-Z]{36}`,
  String.raw`ghr_[0-9a-zA-Z]{36}`,
  String.raw`github_pat_\w{82}`,
  String.raw`glagent-[0-9a-zA-Z_\-]{50}`,
  String.raw`glc_[A-Za-z0-9+/]{32,400}={0,3}`,
  String.raw`glcbt-[0-9a-zA-Z]{1,5}_[0-9a-zA-Z_-]{20}`,
  String.raw`gldt-[0-9a-zA-Z_\-]{20}`,
  String.raw`glffct-[0-9a-zA-Z_\-]{20}`,
  String.raw`glft-[0-9a-zA-Z_\-]{20}`,
  String.raw`glimt-[0-9a-zA-Z_\-]{25}`,
  String.raw`gloas-[0-9a-zA-Z_\-]{64}`,
  String.raw`glpat-[0-9a-zA-Z_-]{27,300}\.[0-9a-z]{2}[0-9a-z]{7}`,
  String.raw`glpat-[\w-]{20}`,
  String.raw`glptt-[0-9a-f]{40}`,
  String.raw`glrt-[0-9a-zA-Z_\-]{20}`,
  String.raw`glrt-t\d_[0-9a-zA-Z_\-]{27,300}\.[0-9a-z]{2}[0-9a-z]{7}`,
  String.raw`glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}`,
  String.raw`glsoat-[0-9a-zA-Z_\-]{20}`,
  String.raw`hf_[a-zA-Z]{34}`,
  String.raw`ico-[a-zA-Z0-9]{32}`,
  String.raw`lin_api_[a-zA-Z0-9]{40}`,
  String.raw`npm_[a-zA-Z0-9]{36}`,
  String.raw`ntn_[0-9]{11}[A-Za-z0-9]{32}[A-Za-z0-9]{3}`,
  String.raw`ops_eyJ[a-zA-Z0-9+/]{250,}={0,3}`,
  String.raw`p8e-[a-zA-Z0-9]{32}`,
  String.raw`pnu_[a-zA-Z0-9]{36}`,
  String.raw`pplx-[a-zA-Z0-9]{48}`,
  String.raw`pscale_oauth_[\w=\.-]{32,64}`,
  String.raw`pscale_pw_[\w=\.-]{32,64}`,
  String.raw`pscale_tkn_[\w=\.-]{32,64}`,
  String.raw`pul-[a-f0-9]{40}`,
  String.raw`pypi-AgEIcHlwaS5vcmc[\w-]{50,1000}`,
  String.raw`rdme_[a-z0-9]{70}`,
  String.raw`rubygems_[a-f0-9]{48}`,
  String.raw`s-s4t2(?:ud|af)-[abcdef0123456789]{64}`,
  String.raw`sha256~[\w-]{43}`,
  String.raw`shippo_(?:live|test)_[a-fA-F0-9]{40}`,
  String.raw`shpat_[a-fA-F0-9]{32}`,
  String.raw`shpca_[a-fA-F0-9]{32}`,
  String.raw`shppa_[a-fA-F0-9]{32}`,
  String.raw`shpss_[a-fA-F0-9]{32}`,
  String.raw`sk-(?:proj|svcacct|admin)-(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})T3BlbkFJ(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})|sk-[a-zA-Z0-9]{20}T3BlbkFJ[a-zA-Z0-9]{20}`,
  String.raw`sk-ant-admin01-[a-zA-Z0-9_\-]{93}AA`,
  String.raw`sk-ant-api03-[a-zA-Z0-9_\-]{93}AA`,
  String.raw`sm_aat_[a-zA-Z0-9]{16}`,
  String.raw`sm_pat_[a-zA-Z0-9]{16}`,
  String.raw`sm_sat_[a-zA-Z0-9]{16}`,
  String.raw`sntrys_eyJpYXQiO[a-zA-Z0-9+/]{10,200}(?:LCJyZWdpb25fdXJs|InJlZ2lvbl91cmwi|cmVnaW9uX3VybCI6)[a-zA-Z0-9+/]{10,200}={0,2}_[a-zA-Z0-9+/]{43}`,
  String.raw`sntryu_[a-f0-9]{64}`,
  String.raw`tk-us-[\w-]{48}`,
  String.raw`v1\.0-[a-f0-9]{24}-[a-f0-9]{146}`,
  String.raw`xapp-\d-[a-zA-Z0-9]+-\d+-[a-zA-Z0-9]+`,
  String.raw`xkeysib-[a-f0-9]{64}\-[a-zA-Z0-9]{16}`,
  String.raw`xox[ar]-(?:\d-)?[0-9a-zA-Z]{8,48}`,
  String.raw`xox[os]-\d+-\d+-\d+-[a-fA-F\d]+`,
  String.raw`xox[pe](?:-[0-9]{10,13}){3}-[a-zA-Z0-9-]{28,34}`,
  String.raw`xoxb-[0-9]{10,13}-[0-9]{10,13}[a-zA-Z0-9-]*`,
  String.raw`xoxb-[0-9]{8,14}-[a-zA-Z0-9]{18,26}`,
  String.raw`xoxe-\d-[a-zA-Z0-9]{146}`,
  String.raw`xoxe.xox[bp]-\d-[a-zA-Z0-9]{163,166}`,
];
